namespace OnnxTrain;

/// <summary>Formats rows of cells as text: the first column left-aligned, the others right-aligned.</summary>
internal static class TextTable
{
    public static string Of(IReadOnlyList<string> header, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. header.Select((title, i) => rows.Select(row => row[i].Length).Append(title.Length).Max())];
        return string.Join('\n', rows.Prepend([.. header]).Select(row =>
            string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd()));
    }
}
