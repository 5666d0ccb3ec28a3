using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>
/// What the taps of a sum read, laid out so that neighbouring positions of a row read neighbouring elements: padding is written out, and a
/// stride along the last axis sorts its elements by their remainder. Where the source is like that already, it is read in place.
/// </summary>
internal sealed unsafe class TapSource<T>
    where T : unmanaged
{
    private readonly Block<T> _source;
    private readonly TapGrid _grid;
    private readonly TapRows _rows;
    private readonly Scratch _scratch;
    private readonly long _offset;
    private readonly ParallelLoop _copy;

    /// <param name="source">[planes, depth, height, width].</param>
    /// <param name="grid">Who reads.</param>
    /// <param name="scratch">Memory for the copy.</param>
    /// <param name="offset">Where the copy begins there, in bytes.</param>
    public TapSource(Block<T> source, TapGrid grid, Scratch scratch, long offset)
    {
        (_source, _grid, _rows, _scratch, _offset) = (source, grid, new(grid), scratch, offset);
        var planes = grid.SourcePlane == 0 ? 0 : source.Length / grid.SourcePlane;
        _copy = ParallelLoop.OverRows(
            IsCopied ? planes : 0, PlaneLength,
            (from, to) => CopyPlanes(from, to, First + ((long)from * PlaneLength)));
        Bytes = IsCopied ? (long)planes * PlaneLength * sizeof(T) + NativeBuffer.Alignment : 0;
    }

    /// <summary>Memory of the copy; 0 without one.</summary>
    public long Bytes { get; }

    public bool IsCopied => _rows.IsCopied;

    /// <summary>Elements from one channel to the next.</summary>
    public int PlaneLength => _rows.PlaneLength;

    /// <summary>Where each tap of the grid reads, seen from the position.</summary>
    public int[] TapOffsets => _rows.TapOffsets;

    /// <summary>The first channel of the first image; valid after <see cref="Prepare"/>.</summary>
    public T* First => IsCopied ? (T*)(_scratch.Pointer<byte>() + _offset) : _source.Pointer;

    /// <summary>Where a position lies within its channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int depth, int height, int width) => _rows.At(depth, height, width);

    public void Prepare() => _copy.Run();

    /// <summary>
    /// Some planes as the taps read them: in place, or copied to <paramref name="memory"/>. For those who have not called
    /// <see cref="Prepare"/>.
    /// </summary>
    public T* Planes(int first, int count, T* memory)
    {
        if (!IsCopied) return _source.Pointer + ((long)first * _grid.SourcePlane);
        CopyPlanes(first, first + count, memory);
        return memory;
    }

    /// <summary>Writes planes from their first element to their last: rows, and zeros before, between and behind them.</summary>
    private void CopyPlanes(int from, int to, T* target)
    {
        var (depth, height) = (_grid.Depth, _grid.Height);
        var (firstRow, lastRow) = (Math.Max(0, height.Low), Math.Min(height.Source - 1, height.High));
        for (var plane = from; plane < to; plane++, target += PlaneLength)
        {
            var source = _source.Pointer + ((long)plane * _grid.SourcePlane);
            T* written = target, end = target + PlaneLength;
            for (var r = 0; r < _rows.Remainders.Length; r++)
            {
                var (before, count) = Copied(_rows.Remainders[r]);
                var first = source + _grid.Width.Low + _rows.Remainders[r] + (before * _grid.Width.Stride);
                for (var d = Math.Max(0, depth.Low); d <= Math.Min(depth.Source - 1, depth.High); d++)
                {
                    var row =
                        target
                        + (r * _rows.RemainderLength)
                        + ((((d - depth.Low) * _rows.Height) + firstRow - height.Low) * _rows.Pitch)
                        + before;
                    for (var h = firstRow; h <= lastRow; h++, row += _rows.Pitch)
                    {
                        Clear(written, row, end);
                        CopyRow(first + (((d * height.Source) + h) * _grid.Width.Source), row, count);
                        written = row + count;
                    }
                }
            }

            new Span<T>(written, (int)(end - written)).Clear();
        }
    }

    /// <summary>How many elements of a row lie in the padding before it, and how many are copied.</summary>
    private (int Before, int Count) Copied(int remainder)
    {
        var axis = _grid.Width;
        var first = axis.Low + remainder;
        var before = Math.Clamp(first >= 0 ? 0 : (-first + axis.Stride - 1) / axis.Stride, 0, _rows.Pitch);
        return (before, Math.Clamp((axis.Source - first + axis.Stride - 1) / axis.Stride, before, _rows.Pitch) - before);
    }

    private void CopyRow(T* source, T* target, int count)
    {
        var stride = _grid.Width.Stride;
        if (stride == 1) ShortCopy.Copy(source, target, count);
        else
        {
            for (var i = 0; i < count; i++) target[i] = source[i * stride];
        }
    }

    /// <summary>Writes zeros up to <paramref name="to"/>; a few at once, the last of them where a row is written next.</summary>
    private static void Clear(T* from, T* to, T* end)
    {
        if (from == to) return;
        if (to - from <= Vector512<T>.Count && from + Vector512<T>.Count <= end) Vector512<T>.Zero.Store(from);
        else new Span<T>(from, (int)(to - from)).Clear();
    }
}
