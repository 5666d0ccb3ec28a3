namespace OnnxTrain.Kernels;

/// <summary>
/// Which scores of a tile of queries and keys are visible in causal attention: key j to query i where j ≤ i + shift. Products leave out
/// what is hidden, register tile by register tile.
/// </summary>
/// <param name="shift">A number that makes all scores visible, or less.</param>
/// <param name="rowsAreKeys">Whether the rows of the product are keys; else they are queries.</param>
internal readonly struct AttentionBand(int shift, bool rowsAreKeys)
{
    /// <summary>All scores are visible.</summary>
    public static AttentionBand Whole => new(AttentionSizes.Tile, rowsAreKeys: false);

    /// <summary>Whether a part of a matrix of scores is hidden as a whole.</summary>
    public bool Hides(int row, int rows, int column, int columns) =>
        rowsAreKeys ? row > column + columns - 1 + shift : column > row + rows - 1 + shift;

    /// <summary>The terms of the sums over the other axis that are not hidden from all of these rows.</summary>
    public (int From, int To) Terms(int row, int rows, int count) =>
        rowsAreKeys ? (Math.Clamp(row - shift, 0, count), count) : (0, Math.Clamp(row + rows + shift, 0, count));
}
