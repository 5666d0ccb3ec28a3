namespace OnnxTrain;

public partial class Value
{
    /// <summary>A diagonal of each matrix over two axes, as a new last axis.</summary>
    /// <param name="offset">The index of the diagonal: 0 is the main diagonal, positive ones are above it, negative ones below.</param>
    /// <param name="axis1">The axis of the rows.</param>
    /// <param name="axis2">The axis of the columns.</param>
    /// <returns>The other axes, then the diagonal.</returns>
    /// <exception cref="ShapeException">The two axes are the same.</exception>
    public Value Diagonal(int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        var axes = Shape.DistinctAxes([axis1, axis2], nameof(Diagonal));
        if (axes.Any(axis => !Shape[axis].IsFixed)) return NamedDiagonal(offset, axes);
        var (rows, columns) = ((int)Shape[axes[0]].Size, (int)Shape[axes[1]].Size);
        var matrices = MoveAxis([axis1, axis2], [-2, -1]);
        var count = Math.Max(0, Math.Min(rows + Math.Min(offset, 0), columns - Math.Max(offset, 0)));
        var first = count == 0 ? 0 : Math.Max(offset, 0) - ((long)Math.Min(offset, 0) * columns);
        var flat = matrices.Reshape([.. matrices.Shape.SkipLast(2), (long)rows * columns]);

        // One row down and one column to the right is columns + 1 elements on.
        return flat.Slice(-1, first, count == 0 ? 0 : first + ((count - 1) * (columns + 1L)) + 1, columns + 1);
    }

    /// <summary>The elements [i + (−offset)₊, i + offset₊] of named axes.</summary>
    private Value NamedDiagonal(int offset, int[] axes)
    {
        var (above, below) = (Math.Max(offset, 0), Math.Max(-offset, 0));
        var count = Dimension.Min(Shape[axes[0]] - below, Shape[axes[1]] - above);
        if (!count.Expression.IsNonNegative) count = Dimension.Max(0, count);
        var places = Arange(count).Reshape([count, 1]);
        var indices = Concat(1, places + places.Number(below), places + places.Number(above));
        return MoveAxis(axes, [0, 1]).GatherND(indices).MoveAxis(0, -1);
    }
}
