using System.Buffers.Binary;

namespace OnnxTrain;

/// <summary>
/// Writes rows as an Arrow IPC file (the Arrow columnar format, "IPC File Format"), which other programs open too. The dictionaries of
/// coded columns are known at the end, and lie there.
/// </summary>
internal sealed class ArrowWriter
{
    private const int Prefix = 2 * sizeof(int);

    private readonly Stream _stream;
    private readonly ArrowColumn[] _columns;
    private readonly ArrowBody _body = new();
    private readonly List<ArrowPart> _batches = [];
    private ArrowChecksum _checksum = new();
    private long _length;

    public ArrowWriter(Stream stream, ArrowColumn[] columns)
    {
        (_stream, _columns) = (stream, columns);
        Write("ARROW1\0\0"u8);
        WriteMessage(ArrowMetadata.Schema(columns));
    }

    public long Rows { get; private set; }

    /// <summary>The bytes written so far.</summary>
    public long Length => _length;

    /// <summary>Writes the first rows of a block as a batch. All batches but the last must have as many rows.</summary>
    public void Write(RowBlock block, int count)
    {
        _body.Clear();
        for (var c = 0; c < _columns.Length; c++) Add(block, c, count);
        _batches.Add(WriteMessage(ArrowMetadata.Batch(count, _columns, _body), _body));
        Rows += count;
    }

    /// <summary>Ends the file.</summary>
    /// <param name="texts">The dictionaries of the coded columns.</param>
    /// <param name="fingerprint">What the file is a copy of.</param>
    /// <param name="info">Returns what else it is to hold.</param>
    public void Finish(IReadOnlyList<string[]> texts, string fingerprint, Func<string>? info)
    {
        var dictionaries = new List<ArrowPart>();
        for (var id = 0; id < texts.Count; id++)
        {
            _body.Clear();
            _body.AddNothing();
            _body.Add((ReadOnlySpan<string>)texts[id]);
            dictionaries.Add(WriteMessage(ArrowMetadata.Dictionary(id, texts[id].Length, _body), _body));
        }

        Span<byte> end = stackalloc byte[Prefix];
        BinaryPrimitives.WriteInt64LittleEndian(end, uint.MaxValue);
        Write(end);
        var more = info?.Invoke() ?? "";
        _checksum.Add(Footer(ArrowChecksum.Unknown));
        var footer = Footer(_checksum.Text);
        Write(footer);
        BinaryPrimitives.WriteInt32LittleEndian(end, footer.Length);
        Write(end[..sizeof(int)]);
        Write("ARROW1"u8);

        byte[] Footer(string checksum) => ArrowMetadata.Footer(
            _columns, dictionaries, _batches,
            [
                (ArrowMetadata.FingerprintKey, fingerprint), (ArrowMetadata.InfoKey, more), (ArrowMetadata.RowsKey, Invariant($"{Rows}")),
                (ArrowChecksum.Key, checksum),
            ]);
    }

    private void Add(RowBlock block, int column, int count)
    {
        var length = count * block.Columns[column].RowLength;
        if (_columns[column].IsList) _body.AddNothing();
        _body.AddNothing();
        if (_columns[column].IsText) _body.Add((ReadOnlySpan<string>)block.Values<string>(column)[..length]);
        else if (block.Columns[column].ElementType == ElementType.Bool) _body.Add((ReadOnlySpan<bool>)block.Values<bool>(column)[..length]);
        else _body.Add((ReadOnlySpan<byte>)block.Bytes(column)[..(count * block.RowBytes(column))]);
    }

    private ArrowPart WriteMessage(ReadOnlySpan<byte> metadata, ArrowBody? body = null)
    {
        // The body begins at a multiple of its alignment.
        var start = _length;
        var end = (start + Prefix + metadata.Length + ArrowBody.Alignment - 1) / ArrowBody.Alignment * ArrowBody.Alignment;
        var length = (int)(end - start);
        Span<byte> prefix = stackalloc byte[Prefix];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, uint.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[sizeof(int)..], length - Prefix);
        Write(prefix);
        Write(metadata);
        Write(stackalloc byte[length - Prefix - metadata.Length]);
        if (body is not null) Write(body.Bytes);
        return new(start, length, body?.Length ?? 0);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _checksum.Add(bytes);
        _length += bytes.Length;
    }
}
