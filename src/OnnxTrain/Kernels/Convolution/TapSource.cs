using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>
/// What the taps of a sum read, laid out so that neighbouring positions of a row read neighbouring elements: padding is written out, and a stride along
/// the last axis sorts its elements by their remainder. Where the source is like that already, it is read in place.
/// </summary>
internal sealed unsafe class TapSource<T>
    where T : unmanaged
{
    private readonly Block<T> _source;
    private readonly TapGrid _grid;
    private readonly Scratch _scratch;
    private readonly int[] _remainders;
    private readonly int _height, _width;
    private readonly long _offset;
    private readonly ParallelLoop _copy;

    /// <param name="source">[planes, depth, height, width].</param>
    /// <param name="grid">Who reads.</param>
    /// <param name="scratch">Memory for the copy.</param>
    /// <param name="offset">Where the copy begins there, in bytes.</param>
    public TapSource(Block<T> source, TapGrid grid, Scratch scratch, long offset)
    {
        (_source, _grid, _scratch, _offset) = (source, grid, scratch, offset);
        var planes = grid.SourcePlane == 0 ? 0 : source.Length / grid.SourcePlane;
        var (depth, height, width) = (grid.Depth, grid.Height, grid.Width);
        IsCopied = !grid.IsInside || (width.Stride > 1 && width.Positions > 1);
        _remainders = IsCopied ? [.. width.Offsets.Select(o => (o - width.Low) % width.Stride).Distinct().Order()] : [0];
        _height = IsCopied ? height.High - height.Low + 1 : height.Source;
        _width = IsCopied ? (width.High - width.Low + width.Stride) / width.Stride : width.Source;
        var rows = IsCopied ? (depth.High - depth.Low + 1) * _height : depth.Source * height.Source;
        PlaneLength = _remainders.Length * rows * _width;
        TapOffsets = [.. grid.Offsets.Select(o => TapOffset(o.Depth, o.Height, o.Width, rows))];
        _copy = ParallelLoop.OverRows(IsCopied ? planes : 0, PlaneLength, (from, to) => CopyPlanes(from, to, First + ((long)from * PlaneLength)));
        Bytes = IsCopied ? (long)planes * PlaneLength * sizeof(T) + NativeBuffer.Alignment : 0;
    }

    /// <summary>Memory of the copy; 0 without one.</summary>
    public long Bytes { get; }

    public bool IsCopied { get; }

    /// <summary>Elements from one channel to the next.</summary>
    public int PlaneLength { get; }

    /// <summary>Where each tap of the grid reads, seen from the position.</summary>
    public int[] TapOffsets { get; }

    /// <summary>The first channel of the first image; valid after <see cref="Prepare"/>.</summary>
    public T* First => IsCopied ? (T*)(_scratch.Pointer<byte>() + _offset) : _source.Pointer;

    /// <summary>Where a position lies within its channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int depth, int height, int width) =>
        (((depth * _grid.Depth.Stride * _height) + (height * _grid.Height.Stride)) * _width) + (IsCopied ? width : width * _grid.Width.Stride);

    public void Prepare() => _copy.Run();

    /// <summary>Some planes as the taps read them: in place, or copied to <paramref name="memory"/>. For those who have not called <see cref="Prepare"/>.</summary>
    public T* Planes(int first, int count, T* memory)
    {
        if (!IsCopied) return _source.Pointer + ((long)first * _grid.SourcePlane);
        CopyPlanes(first, first + count, memory);
        return memory;
    }

    private int TapOffset(int depth, int height, int width, int rows)
    {
        if (!IsCopied) return (((depth * _height) + height) * _width) + width;
        var (column, remainder) = Math.DivRem(width - _grid.Width.Low, _grid.Width.Stride);
        var row = ((depth - _grid.Depth.Low) * _height) + height - _grid.Height.Low;
        return (((Array.IndexOf(_remainders, remainder) * rows) + row) * _width) + column;
    }

    private void CopyPlanes(int from, int to, T* target)
    {
        var (depth, height) = (_grid.Depth, _grid.Height);
        var (firstDepth, lastDepth) = (Math.Max(0, depth.Low), Math.Min(depth.Source - 1, depth.High));
        var (firstRow, lastRow) = (Math.Max(0, height.Low), Math.Min(height.Source - 1, height.High));
        for (var plane = from; plane < to; plane++)
        {
            var source = _source.Pointer + ((long)plane * _grid.SourcePlane);
            new Span<T>(target, PlaneLength).Clear();
            foreach (var remainder in _remainders)
            {
                for (var d = firstDepth; d <= lastDepth; d++)
                {
                    var row = target + ((((d - depth.Low) * _height) + firstRow - height.Low) * _width);
                    CopyRows(source + (((d * height.Source) + firstRow) * _grid.Width.Source), row, lastRow - firstRow + 1, remainder);
                }

                target += PlaneLength / _remainders.Length;
            }
        }
    }

    /// <summary>Copies rows whose padding is zero already.</summary>
    private void CopyRows(T* source, T* target, int rows, int remainder)
    {
        var axis = _grid.Width;
        var first = axis.Low + remainder;
        var before = Math.Clamp(first >= 0 ? 0 : (-first + axis.Stride - 1) / axis.Stride, 0, _width);
        var count = Math.Clamp((axis.Source - first + axis.Stride - 1) / axis.Stride, before, _width) - before;
        source += first + (before * axis.Stride);
        target += before;
        for (var row = 0; row < rows; row++, source += axis.Source, target += _width)
        {
            if (axis.Stride == 1) ShortCopy.Copy(source, target, count);
            else
            {
                for (var i = 0; i < count; i++) target[i] = source[i * axis.Stride];
            }
        }
    }
}
