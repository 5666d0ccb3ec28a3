namespace OnnxTrain.Cli;

/// <summary>
/// Several CSV files, plain or compressed, as the content of one: each begins with the same header, of which that of the first stays.
/// </summary>
/// <param name="files">The files in order.</param>
/// <param name="hasHeader">Whether each has a header.</param>
internal sealed class CsvParts(IReadOnlyList<string> files, bool hasHeader) : Stream
{
    private byte[]? _header;
    private Stream? _current;
    private int _next;
    private bool _endsLine = true;
    private ReadOnlyMemory<byte> _pending;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (!_pending.IsEmpty)
            {
                var some = _pending[..Math.Min(_pending.Length, buffer.Length)];
                some.Span.CopyTo(buffer);
                _pending = _pending[some.Length..];
                _endsLine = some.Span[^1] == '\n';
                return some.Length;
            }

            if (_current is not null && _current.Read(buffer) is var read and > 0)
            {
                _endsLine = buffer[read - 1] == '\n';
                return read;
            }

            _current?.Dispose();
            _current = null;
            if (_next == files.Count) return 0;
            Open(files[_next++]);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _current?.Dispose();
        base.Dispose(disposing);
    }

    private void Open(string file)
    {
        _current = new BufferedStream(UnpackedStream.Open(file));

        // A file may end within a line; the next begins a new one.
        byte[] separator = _endsLine ? [] : "\n"u8.ToArray();
        if (!hasHeader)
        {
            _pending = separator;
            return;
        }

        var header = ReadLine(_current);
        if (_header is null)
        {
            _header = header;
            _pending = header;
        }
        else if (Trimmed(header).SequenceEqual(Trimmed(_header)))
        {
            _pending = separator;
        }
        else
        {
            throw new DataException(
                $"{Path.GetFileName(file)} has other columns than {Path.GetFileName(files[0])}: {Text(header)}; not {Text(_header)}. Files "
                    + "that are read as one table begin with the same line.");
        }
    }

    /// <summary>The first line with its end; quoted names may hold line breaks.</summary>
    private static byte[] ReadLine(Stream stream)
    {
        var (line, isQuoted) = (new List<byte>(), false);
        for (int next; (next = stream.ReadByte()) >= 0;)
        {
            line.Add((byte)next);
            if (next == '"') isQuoted = !isQuoted;
            if (next == '\n' && !isQuoted) break;
        }

        return [.. line];
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line)
    {
        var mark = "\uFEFF"u8;
        return (line.StartsWith(mark) ? line[mark.Length..] : line).TrimEnd("\r\n"u8);
    }

    private static string Text(byte[] line)
    {
        const int most = 80;
        var text = System.Text.Encoding.UTF8.GetString(Trimmed(line));
        return text.Length <= most ? text : $"{text[..most]}…";
    }
}
