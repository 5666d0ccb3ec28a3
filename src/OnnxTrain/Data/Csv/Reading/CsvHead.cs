namespace OnnxTrain;

/// <summary>What the first block of a CSV file tells of the rest.</summary>
/// <param name="Layout">The columns and how to read them.</param>
/// <param name="Dialect">The delimiter and the decimal point.</param>
/// <param name="Line">The lines before the first row.</param>
/// <param name="Buffer">The first block.</param>
/// <param name="Start">The start of the first row in the block.</param>
/// <param name="Length">The end of the block.</param>
internal sealed record CsvHead(CsvLayout Layout, CsvDialect Dialect, int Line, byte[] Buffer, int Start, int Length)
{
    /// <summary>The rows of the first block.</summary>
    public CsvBlock FirstBlock() => CsvBlock.Read(Buffer.AsSpan(Start, Length - Start), Layout, 0);
}
