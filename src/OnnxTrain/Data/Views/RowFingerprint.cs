using System.Security.Cryptography;
using System.Text;

namespace OnnxTrain;

/// <summary>Short texts that identify rows.</summary>
internal static class RowFingerprint
{
    /// <summary>The first 16 hexadecimal digits of the SHA-256 of some texts.</summary>
    public static string Of(params IEnumerable<string> texts) => Of(string.Join('\n', texts), []);

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of a text and some bytes.</summary>
    public static string Of(string text, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>A hash of the bytes of a file and of how it is read.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static string OfFile(string path, string reading)
    {
        using var file = DataFile.Open(path);
        try
        {
            return Of(reading, SHA256.HashData(file));
        }
        catch (IOException e)
        {
            throw new DataException($"{Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// The hash of what a file was read with, and of its size, time, start and end, without reading all of it: for a cache beside the file.
    /// </summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static string OfStamp(string path, string reading)
    {
        const int ends = 1 << 16;
        using var file = DataFile.Open(path);
        try
        {
            var bytes = new byte[2 * ends];
            var start = file.ReadAtLeast(bytes.AsSpan(0, ends), ends, throwOnEndOfStream: false);
            file.Position = Math.Max(0, file.Length - ends);
            var end = file.ReadAtLeast(bytes.AsSpan(start, ends), ends, throwOnEndOfStream: false);
            var time = File.GetLastWriteTimeUtc(file.SafeFileHandle).Ticks;
            return Of(Invariant($"{reading} {file.Length} {time}{LogBeside(path)}"), bytes.AsSpan(0, start + end));
        }
        catch (IOException e)
        {
            throw new DataException($"{Path.GetFileName(path)} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The size and time of the log in which SQLite keeps what was written last, where there is one beside a database.</summary>
    private static string LogBeside(string path)
    {
        var log = new FileInfo($"{path}-wal");
        return log is { Exists: true, Length: > 0 } ? Invariant($" {log.Length} {log.LastWriteTimeUtc.Ticks}") : "";
    }

    /// <summary>A hash of all values of all columns, in one pass over rows that are read forward only.</summary>
    public static string InOnePass(IRowSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var column in source.Columns)
            hash.AppendData(Encoding.UTF8.GetBytes($"{column.Name} {column.ElementType.Text()}{column.RowText} {column.Kind}\n"));
        RowScan.Run(source, [.. Enumerable.Range(0, source.Columns.Count)], (block, _, count) =>
        {
            for (var c = 0; c < block.Columns.Count; c++) Append(hash, block, c, count);
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>A hash of all values of all columns.</summary>
    public static string OfRows(IRowSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var c = 0; c < source.Columns.Count; c++)
        {
            var column = source.Columns[c];
            hash.AppendData(Encoding.UTF8.GetBytes($"{column.Name} {column.ElementType.Text()}{column.RowText}\n"));
            RowScan.Run(source, [c], (block, _, count) => Append(hash, block, 0, count));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static void Append(IncrementalHash hash, RowBlock block, int column, int count)
    {
        if (block.Columns[column] is not { ElementType: ElementType.String, RowLength: var length })
        {
            hash.AppendData(block.Bytes(column)[..(count * block.RowBytes(column))]);
            return;
        }

        foreach (var text in block.Values<string>(column)[..(count * length)])
            hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }
}
