namespace OnnxTrain;

public partial class Value
{
    /// <summary>A diagonal of each matrix over two axes, as a new last axis.</summary>
    /// <param name="offset">The index of the diagonal: 0 is the main diagonal, positive ones are above it, negative ones below.</param>
    /// <param name="axis1">The axis of the rows.</param>
    /// <param name="axis2">The axis of the columns.</param>
    /// <returns>The other axes, then the diagonal.</returns>
    /// <exception cref="ShapeException">One of the two axes is named, or they are the same.</exception>
    public Value Diagonal(int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        var (rows, columns) = (KnownLength(nameof(Diagonal), axis1), KnownLength(nameof(Diagonal), axis2));
        _ = Shape.DistinctAxes([axis1, axis2], nameof(Diagonal));
        var matrices = MoveAxis([axis1, axis2], [-2, -1]);
        var count = Math.Max(0, Math.Min(rows + Math.Min(offset, 0), columns - Math.Max(offset, 0)));
        var first = count == 0 ? 0 : Math.Max(offset, 0) - ((long)Math.Min(offset, 0) * columns);
        var flat = matrices.Reshape([.. matrices.Shape.SkipLast(2), (long)rows * columns]);

        // One row down and one column to the right is columns + 1 elements on.
        return flat.Slice(-1, first, count == 0 ? 0 : first + ((count - 1) * (columns + 1L)) + 1, columns + 1);
    }
}
