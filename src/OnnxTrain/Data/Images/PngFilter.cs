using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Undoes the filters of PNG (section 9): each line was written as its difference from what the bytes before it let expect.</summary>
internal static class PngFilter
{
    /// <param name="type">The line's filter, 0 to 4.</param>
    /// <param name="line">The line, changed in place.</param>
    /// <param name="above">The line before it, or zeros.</param>
    /// <param name="step">Bytes from a pixel to the next, at least one.</param>
    public static void Undo(int type, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        switch (type)
        {
            case 0: break;
            case 1:
                for (var i = step; i < line.Length; i++) line[i] += line[i - step];
                break;
            case 2:
                TensorPrimitives.Add(line, above, line);
                break;
            case 3:
                for (var i = 0; i < line.Length; i++) line[i] += (byte)(((i < step ? 0 : line[i - step]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < step; i++) line[i] += above[i];
                for (var i = step; i < line.Length; i++) line[i] += Paeth(line[i - step], above[i], above[i - step]);
                break;
            default: throw new DataException($"The PNG file has a line with filter {type}; PNG has 0 to 4. The file is damaged.");
        }
    }

    /// <summary>Of left, above and upper left the one nearest to left + above − upper left; the first among equals.</summary>
    private static byte Paeth(byte left, byte above, byte corner)
    {
        var (toLeft, toAbove) = (Math.Abs(above - corner), Math.Abs(left - corner));
        var toCorner = Math.Abs(left + above - (2 * corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
