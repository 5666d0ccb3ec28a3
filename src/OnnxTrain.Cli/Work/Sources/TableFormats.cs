namespace OnnxTrain.Cli;

/// <summary>Finds out how a file of a table is written, by its first bytes and its name.</summary>
internal static class TableFormats
{
    private const int LengthOfStart = 1024;

    private static readonly Dictionary<string, TableFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = TableFormat.Csv,
        [".tsv"] = TableFormat.Csv,
        [".tab"] = TableFormat.Csv,
        [".txt"] = TableFormat.Csv,
        [".parquet"] = TableFormat.Parquet,
        [".arrow"] = TableFormat.Arrow,
        [".arrows"] = TableFormat.Arrow,
        [".feather"] = TableFormat.Arrow,
        [".jsonl"] = TableFormat.JsonLines,
        [".ndjson"] = TableFormat.JsonLines,
    };

    /// <summary>What a format is called.</summary>
    public static string Text(TableFormat format) => format switch
    {
        TableFormat.Parquet => "Parquet",
        TableFormat.Arrow => "Arrow",
        TableFormat.JsonLines => "JSON lines",
        _ => "CSV",
    };

    /// <summary>The format that a name tells; null for others.</summary>
    public static TableFormat? OfName(string path) =>
        Extensions.TryGetValue(Path.GetExtension(Plain(path)), out var format) ? format : null;

    /// <summary>The format of a file. One that holds text in an unknown format is taken for CSV.</summary>
    /// <exception cref="ToolException">It is not that of a table that can be read.</exception>
    /// <exception cref="DataException">There is no such file, or it cannot be read.</exception>
    public static TableFormat Of(string path)
    {
        var named = OfName(path);

        // A pipe is read once.
        if (!RegularFile.Is(path)) return named ?? TableFormat.Csv;
        var start = Start(DataFile.Open(path));
        if (OfContent(start) is { } found) return found;
        if (start.AsSpan().StartsWith(FileSignature.Gzip)) return OfPacked(path, named, Start(UnpackedStream.Open(path)));
        Require(Path.GetFileName(path), FileSignature.Of(path, start), named);
        return named ?? (FileSignature.IsJsonLine(start) ? TableFormat.JsonLines : TableFormat.Csv);
    }

    /// <summary>Whether a file that is not named as a table may hold a model: it is named so, or holds no text.</summary>
    /// <exception cref="DataException">There is no such file, or it cannot be read.</exception>
    public static bool MayBeModel(string path) =>
        Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase)
        || (RegularFile.Is(path) && Start(DataFile.Open(path)) is var start && OfContent(start) is null
            && !start.AsSpan().StartsWith(FileSignature.Gzip) && FileSignature.Of(path, start)?.What == FileSignature.Unknown);

    /// <summary>Finds out that the first bytes of standard input are those of a CSV file, plain or compressed.</summary>
    /// <exception cref="ToolException">They are not.</exception>
    public static void RequireCsv(string name, ReadOnlySpan<byte> start)
    {
        if (OfContent(start) is { } format)
            throw new ToolException($"{name} is {Text(format)}, which is read from a file.", "Write it to a file, and name that.");
        if (!start.StartsWith(FileSignature.Gzip)) Require(name, FileSignature.Of(name, start), TableFormat.Csv);
    }

    private static TableFormat OfPacked(string path, TableFormat? named, ReadOnlySpan<byte> content)
    {
        if ((OfContent(content) ?? named) is (TableFormat.Parquet or TableFormat.Arrow) and var format)
            throw new ToolException(
                $"{Path.GetFileName(path)} is {Text(format)} in gzip, and a file of this format is read at any place, which gzip does not "
                    + "allow.",
                $"Unpack it first: gunzip {CommandLineText.Quoted(path)}. The format compresses its columns itself.");
        Require(Path.GetFileName(path), FileSignature.Of(Plain(path), content), named);
        return named ?? (FileSignature.IsJsonLine(content) ? TableFormat.JsonLines : TableFormat.Csv);
    }

    private static TableFormat? OfContent(ReadOnlySpan<byte> start) =>
        start.StartsWith("PAR1"u8) ? TableFormat.Parquet : start.StartsWith("ARROW1"u8) ? TableFormat.Arrow : null;

    private static void Require(string name, (string What, string Advice)? foreign, TableFormat? named)
    {
        // What a file that is named for its format lacks, its reader tells.
        if (foreign is not var (what, advice) || (what == FileSignature.Unknown && named is not null)) return;
        throw new ToolException($"{name} is {what}, which is not read as a table.", advice);
    }

    private static byte[] Start(Stream stream)
    {
        using (stream)
        {
            var start = new byte[LengthOfStart];
            return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }
    }

    private static string Plain(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
}
