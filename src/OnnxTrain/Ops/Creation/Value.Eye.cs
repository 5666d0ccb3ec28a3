namespace OnnxTrain;

public partial class Value
{
    /// <summary>A matrix with ones on a diagonal, and zeros elsewhere.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; by default that of rows.</param>
    /// <param name="diagonal">The index of the diagonal: 0 is the main diagonal, positive ones are above it, negative ones below.</param>
    /// <param name="elementType">float32, float64, int64, int32 or bool.</param>
    /// <returns>[rows, columns].</returns>
    public static Value Eye(int rows, int? columns = null, int diagonal = 0, ElementType elementType = ElementType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var width = columns ?? rows;
        ArgumentOutOfRangeException.ThrowIfNegative(width, nameof(columns));
        var numbers = new double[checked(rows * width)];
        for (var row = 0; row < rows; row++)
        {
            if (row + (long)diagonal is >= 0 and var column && column < width) numbers[(row * width) + (int)column] = 1;
        }

        return Numbers(elementType, numbers, [rows, width]);
    }
}
