using System.Buffers.Binary;
using System.Globalization;

namespace OnnxTrain;

/// <summary>An Arrow IPC file as <see cref="ArrowWriter"/> writes it, mapped into memory: where the buffers of each batch lie.</summary>
internal sealed unsafe class ArrowFile : IDisposable
{
    /// <summary>The length of the footer, and ARROW1.</summary>
    private const int End = sizeof(int) + 6;

    private const int Prefix = 2 * sizeof(int);

    private readonly MappedFile _file;
    private readonly long[] _starts;
    private readonly int[] _firsts;
    private readonly int _buffersEach;

    private ArrowFile(MappedFile file, IReadOnlyList<ArrowColumn> columns, FlatTable footer, MappedBytes bytes)
    {
        _file = file;
        _firsts = new int[columns.Count];
        for (var c = 0; c < columns.Count; c++)
        {
            // Values are the last buffer; those of texts have their offsets before them.
            _buffersEach += columns[c].BufferCount;
            _firsts[c] = _buffersEach - 1;
        }

        var batches = footer.Count(3);
        _starts = new long[batches * _buffersEach];
        for (var i = 0; i < batches; i++) ReadBatch(footer, bytes, i);
        Dictionaries = new string[footer.Count(2)][];
        for (var i = 0; i < Dictionaries.Length; i++) Dictionaries[i] = ReadDictionary(footer, bytes, i);
    }

    public long Rows { get; private set; }

    /// <summary>The rows in each batch but the last.</summary>
    public int BatchRows { get; private set; }

    /// <summary>The texts of the coded columns, in their order.</summary>
    public string[][] Dictionaries { get; }

    public long Length => _file.Length;

    /// <summary>Opens a file if it is whole, as it was written, and has the fingerprint, and else returns null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns that it was written with, by what else it holds.</param>
    /// <param name="fingerprint">What it must be a copy of.</param>
    /// <param name="limit">The most memory that files of this process may take.</param>
    /// <param name="check">Told of the rows whose bytes were checked; null for a file that was written just now.</param>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static ArrowFile? TryOpen(
        string path, Func<string, IReadOnlyList<ArrowColumn>> columns, string fingerprint, long limit, RowProgressReporter? check)
    {
        FileStream? stream = null;
        MappedFile? file = null;
        try
        {
            stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (Footer(stream) is not { } footer || ValueOf(footer, ArrowMetadata.FingerprintKey) != fingerprint) return null;
            if (check is not null && !IsAsWritten(stream, footer, check)) return null;
            file = new(stream, stream.Length, limit);
            stream = null;
            using var bytes = file.Open();
            var opened = new ArrowFile(file, columns(ValueOf(footer, ArrowMetadata.InfoKey)), FlatTable.Root(footer), bytes);
            file = null;
            return opened;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            return null;
        }
        finally
        {
            stream?.Dispose();
            file?.Dispose();
        }
    }

    private static bool IsAsWritten(FileStream stream, byte[] footer, RowProgressReporter check)
    {
        _ = long.TryParse(ValueOf(footer, ArrowMetadata.RowsKey), NumberStyles.None, CultureInfo.InvariantCulture, out var rows);
        var end = stream.Length - End - footer.Length;
        return ArrowChecksum.Fits(
            stream, footer, ValueOf(footer, ArrowChecksum.Key), end, part => check.Report((long)(part * rows), rows));
    }

    /// <summary>A text of the file's own metadata.</summary>
    private static string ValueOf(byte[] footer, string key)
    {
        var table = FlatTable.Root(footer);
        for (var i = 0; i < table.Count(4); i++)
        {
            if (table.Table(4, i).Text(0) == key) return table.Table(4, i).Text(1);
        }

        return "";
    }

    /// <summary>The footer of a whole Arrow file, or null.</summary>
    private static byte[]? Footer(FileStream stream)
    {
        const int least = 32;
        if (stream.Length < least) return null;
        Span<byte> end = stackalloc byte[End];
        stream.Seek(-end.Length, SeekOrigin.End);
        stream.ReadExactly(end);
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end[sizeof(int)..].SequenceEqual("ARROW1"u8) || length <= 0 || length > stream.Length - least) return null;
        var footer = new byte[length];
        stream.Seek(-end.Length - length, SeekOrigin.End);
        stream.ReadExactly(footer);
        return footer;
    }

    public MappedBytes Open() => _file.Open();

    /// <summary>Where the values of a column begin in a batch, or the UTF-8 of its texts.</summary>
    public long Values(long batch, int column) => _starts[(batch * _buffersEach) + _firsts[column]];

    /// <summary>Where the offsets of a column's texts begin in a batch.</summary>
    public long Offsets(long batch, int column) => _starts[(batch * _buffersEach) + _firsts[column] - 1];

    public void Dispose() => _file.Dispose();

    private void ReadBatch(FlatTable footer, MappedBytes bytes, int number)
    {
        var batch = Message(footer, 3, number, ArrowMetadata.BatchHeader, bytes, out var body, out var end);
        var rows = batch.Number(0, sizeof(long));
        if (number == 0) BatchRows = checked((int)rows);
        if (batch.Count(2) != _buffersEach || Rows != (long)number * BatchRows || rows > BatchRows) throw Damaged();
        for (var i = 0; i < _buffersEach; i++)
        {
            var start = body + batch.Number(2, 2, i, 0);
            if (start < body || start + batch.Number(2, 2, i, 1) > end) throw Damaged();
            _starts[(number * _buffersEach) + i] = start;
        }

        Rows += rows;
    }

    private string[] ReadDictionary(FlatTable footer, MappedBytes bytes, int number)
    {
        var batch = Message(footer, 2, number, ArrowMetadata.DictionaryHeader, bytes, out var body, out var end).Table(1);
        var texts = new string[checked((int)batch.Number(0, sizeof(long)))];
        var (offsets, values) = (body + batch.Number(2, 2, 1, 0), body + batch.Number(2, 2, 2, 0));
        if (offsets < body || offsets + ((texts.Length + 1L) * sizeof(int)) > end || values > end) throw Damaged();
        for (var i = 0; i < texts.Length; i++) texts[i] = ArrowText.Of(bytes.Start + offsets, bytes.Start + values, i);
        return texts;
    }

    private FlatTable Message(FlatTable footer, int list, int number, int header, MappedBytes bytes, out long body, out long end)
    {
        var (offset, length) = (footer.Number(list, 3, number, 0), (int)footer.Number(list, 3, number, 1));
        (body, end) = (offset + length, offset + length + footer.Number(list, 3, number, 2));
        if (offset < 0 || length < Prefix || end < offset || end > Length) throw Damaged();
        var message = FlatTable.Root(new(bytes.Start + offset + Prefix, length - Prefix));
        return message.Number(1, 1) == header ? message.Table(2) : throw Damaged();
    }

    private static InvalidDataException Damaged() => new("The file is damaged.");
}
