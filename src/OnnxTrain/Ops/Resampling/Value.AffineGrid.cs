namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// The grid for <see cref="GridSample"/> from an affine map of the result's coordinates: (x, y) = θ · (column, row, 1), all from −1 to
    /// 1.
    /// </summary>
    /// <param name="height">The rows of the grid.</param>
    /// <param name="width">The columns of the grid.</param>
    /// <param name="alignCorners">Whether −1 and 1 are the centers of the outer elements, or the edges of the image.</param>
    /// <returns>[batch, height, width, 2] for this value θ [batch, 2, 3].</returns>
    /// <exception cref="ShapeException">θ has another shape.</exception>
    public Value AffineGrid(int height, int width, bool alignCorners = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (Rank != 3 || Shape[1] != 2 || Shape[2] != 3)
            throw new ShapeException($"AffineGrid: θ is {Type}; it must be [batch, 2, 3].");
        double[] places =
        [
            .. Enumerable
                .Range(0, height * width)
                .SelectMany(i => (double[])[Coordinate(i % width, width), Coordinate(i / width, height), 1]),
        ];
        return Numbers(ElementType, places, [height * width, 3]).MatMul(Transpose(0, 2, 1)).Reshape([Shape[0], height, width, 2]);

        double Coordinate(int i, int size) => alignCorners ? size == 1 ? 0 : (2.0 * i / (size - 1)) - 1 : (((2.0 * i) + 1) / size) - 1;
    }
}
