using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Where the elements lie that the taps of a sum read, so that neighbouring positions of a row read neighbouring elements: padding is
/// written out, and a stride along the last axis sorts its elements by their remainder. Where the source is like that already, it is read
/// in place.
/// </summary>
internal sealed class TapRows
{
    private readonly TapGrid _grid;

    public TapRows(TapGrid grid)
    {
        _grid = grid;
        var (depth, height, width) = (grid.Depth, grid.Height, grid.Width);
        IsCopied = !grid.IsInside || (width.Stride > 1 && width.Positions > 1);
        Remainders = IsCopied ? [.. width.Offsets.Select(o => (o - width.Low) % width.Stride).Distinct().Order()] : [0];
        Height = IsCopied ? height.High - height.Low + 1 : height.Source;
        var rows = IsCopied ? (depth.High - depth.Low + 1) * Height : depth.Source * height.Source;

        // The zeros behind a row are those before the next one.
        var shared = IsCopied && width.Stride == 1 ? Math.Max(0, Math.Min(-width.Low, width.High - width.Source + 1)) : 0;
        Pitch = IsCopied ? ((width.High - width.Low + width.Stride) / width.Stride) - shared : width.Source;
        RemainderLength = rows * Pitch;
        PlaneLength = (Remainders.Length * RemainderLength) + shared;
        TapOffsets = [.. grid.Offsets.Select(o => TapOffset(o.Depth, o.Height, o.Width))];
    }

    public bool IsCopied { get; }

    /// <summary>The remainders of the last axis that a tap reads, seen from its lowest element.</summary>
    public int[] Remainders { get; }

    /// <summary>Rows from one depth to the next.</summary>
    public int Height { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>Elements from one remainder to the next.</summary>
    public int RemainderLength { get; }

    /// <summary>Elements from one channel to the next.</summary>
    public int PlaneLength { get; }

    /// <summary>Where each tap of the grid reads, seen from the position.</summary>
    public int[] TapOffsets { get; }

    /// <summary>Where a position lies within its channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int depth, int height, int width) =>
        (((depth * _grid.Depth.Stride * Height) + (height * _grid.Height.Stride)) * Pitch)
        + (IsCopied ? width : width * _grid.Width.Stride);

    private int TapOffset(int depth, int height, int width)
    {
        if (!IsCopied) return (((depth * Height) + height) * Pitch) + width;
        var (column, remainder) = Math.DivRem(width - _grid.Width.Low, _grid.Width.Stride);
        var row = ((depth - _grid.Depth.Low) * Height) + height - _grid.Height.Low;
        return (Array.IndexOf(Remainders, remainder) * RemainderLength) + (row * Pitch) + column;
    }
}
