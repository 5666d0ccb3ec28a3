using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace OnnxTrain.Cli;

/// <summary>Formats that are no tables, by the bytes that their files begin with, and what to do about each.</summary>
internal static class FileSignature
{
    /// <summary>What a file of no format that is known is called.</summary>
    public const string Unknown = "a file that holds no text";

    private const string Excel = "an Excel workbook";
    private const string SaveAsCsv = "Save its sheet as CSV (in Excel and LibreOffice: Save As, CSV in UTF-8), and name that file.";
    private const string Unpack = "Unpack it, and name the files in it.";
    private const string ToCsv = "Convert it to CSV, Parquet or Arrow, such as with pandas, and name that file.";
    private const string Copy = "Copy its table into a CSV file, and name that.";

    private static readonly (byte[] Start, string What, string Advice)[] Signatures =
    [
        ([.. "SQLite format 3\0"u8], "an SQLite database", "Name it with a query: sqlite:FILE --query \"SELECT * FROM …\"."),
        ([0xFD, .. "7zXZ\0"u8], "compressed by xz", Unpack),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed by Zstandard", Unpack),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", Unpack),
        ([.. "Rar!"u8, 0x1A, 0x07], "a RAR archive", Unpack),
        ([.. "%PDF-"u8], "a PDF document", Copy),
        ([0x89, .. "HDF\r\n"u8], "an HDF5 file", ToCsv),
        ([0x93, .. "NUMPY"u8], "a NumPy array", ToCsv),
        ([.. "ORC"u8], "an ORC file", ToCsv),
        ([.. "Obj"u8, 0x01], "an Avro file", ToCsv),
        ([.. "FEA1"u8], "a Feather file of version 1", "Write it as version 2, which is Arrow, and name that file."),
        ([0x80, 0x04, 0x95], "a Python pickle", ToCsv),
        ([0x80, 0x05, 0x95], "a Python pickle", ToCsv),
    ];

    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b).Where(b => b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A))]);

    public static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> Zip => [(byte)'P', (byte)'K', 3, 4];

    private static ReadOnlySpan<byte> Ole => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static ReadOnlySpan<byte> TarMark => "ustar"u8;

    private static ReadOnlySpan<byte> Bzip2Block => "1AY&SY"u8;

    /// <summary>What a file is that is no table, and what to do about it; null for text that may be one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Its first bytes.</param>
    public static (string What, string Advice)? Of(string path, ReadOnlySpan<byte> start)
    {
        const int placeInTar = 257;
        var extension = Path.GetExtension(path).ToUpperInvariant();
        foreach (var (signature, what, advice) in Signatures)
        {
            // The letters alone may begin a text.
            if (start.StartsWith(signature) && (signature.Length > 3 || !IsText(start))) return (what, advice);
        }

        if (start.StartsWith(Zip)) return OfZip(path);
        if (start.StartsWith("BZh"u8) && start.Length > Bzip2Block.Length + 4 && start[4..].StartsWith(Bzip2Block))
            return ("compressed by bzip2", Unpack);
        if (start.StartsWith(Ole))
            return extension == ".XLS" ? (Excel, SaveAsCsv) : ("a document of an old Microsoft Office", SaveAsCsv);
        if (start.Length > placeInTar && start[placeInTar..].StartsWith(TarMark)) return ("a tar archive", Unpack);
        if (!IsText(start)) return OfBinary(extension, start);
        return OfText(extension, start);
    }

    /// <summary>Whether the first line is a whole object of JSON.</summary>
    public static bool IsJsonLine(ReadOnlySpan<byte> start)
    {
        var text = Trimmed(start);
        if (!text.StartsWith("{\""u8)) return false;
        var end = text.IndexOf((byte)'\n');
        return end < 0 || text[..end].TrimEnd(" \t\r"u8).EndsWith("}"u8);
    }

    private static (string What, string Advice)? OfBinary(string extension, ReadOnlySpan<byte> start)
    {
        foreach (var decoder in ToolDecoders.All)
        {
            if (decoder.CanDecode(start)) return ("an image", "Name a folder that has a folder of images for each class.");
        }

        return extension == ".ONNX" ? ("a model", "Name the table that it is to be used on.") : (Unknown, ToCsv);
    }

    private static (string What, string Advice)? OfText(string extension, ReadOnlySpan<byte> start)
    {
        var text = Trimmed(start);
        if (IsTag(text, "<!doctype html") || IsTag(text, "<html")) return ("a page of HTML", Copy);
        if (IsTag(text, "<?xml")) return ("an XML document", ToCsv);
        return extension == ".JSON" && !text.IsEmpty && !IsJsonLine(start)
            ? ("a JSON document", "Write each row as an object on a line of its own, as jq -c '.[]' does, and name that .jsonl file.")
            : null;
    }

    private static (string What, string Advice) OfZip(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var zip = new ZipArchive(file);
            string[] names = [.. zip.Entries.Select(entry => entry.FullName)];
            if (names.Any(name => name.StartsWith("xl/", StringComparison.Ordinal))) return (Excel, SaveAsCsv);
            if (names.Contains("mimetype") && names.Contains("content.xml")) return ("an OpenDocument file", SaveAsCsv);
            if (names.Any(name => name.StartsWith("word/", StringComparison.Ordinal))) return ("a Word document", Copy);
            if (names.Any(name => name.EndsWith(".npy", StringComparison.Ordinal))) return ("a file of NumPy arrays", ToCsv);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // A damaged one is known by its name.
            if (Path.GetExtension(path).Equals(".xlsx", StringComparison.OrdinalIgnoreCase)) return (Excel, SaveAsCsv);
        }

        return ("a zip archive", Unpack);
    }

    /// <summary>Whether bytes may be text: in UTF-16 with a mark, or without control characters.</summary>
    private static bool IsText(ReadOnlySpan<byte> start) =>
        start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || !start.ContainsAny(ControlBytes);

    private static bool IsTag(ReadOnlySpan<byte> text, string tag) =>
        text.Length >= tag.Length
        && Encoding.Latin1.GetString(text[..tag.Length]).Equals(tag, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> start)
    {
        var mark = "\uFEFF"u8;
        return (start.StartsWith(mark) ? start[mark.Length..] : start).TrimStart(" \t\r\n"u8);
    }
}
