namespace OnnxTrain;

/// <summary>The lines of a text in UTF-8, one at a time.</summary>
internal sealed class Utf8Lines(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start, _length, _next, _end;
    private bool _isAtEnd;

    /// <summary>The line, without what ends it.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_start, _length);

    /// <summary>Its number, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Goes to the next line that holds more than white space; false where there is none.</summary>
    /// <exception cref="DataException">A line is longer than an array.</exception>
    public bool MoveNext()
    {
        while (FindLine())
        {
            Number++;
            if (Number == 1 && Line.StartsWith("\uFEFF"u8)) (_start, _length) = (_start + 3, _length - 3);
            if (!Line.TrimEnd(" \t\r"u8).IsEmpty) return true;
        }

        return false;
    }

    public void Dispose() => stream.Dispose();

    private bool FindLine()
    {
        for (var seen = _next; ;)
        {
            var at = _buffer.AsSpan(seen, _end - seen).IndexOf((byte)'\n');
            if (at >= 0 || _isAtEnd)
            {
                if (at < 0 && _next == _end) return false;
                var end = at < 0 ? _end : seen + at;
                (_start, _length, _next) = (_next, end - _next, Math.Min(end + 1, _end));
                return true;
            }

            seen = _end - _next;
            Refill();
        }
    }

    /// <summary>Moves what was not used to the beginning and reads on behind it.</summary>
    private void Refill()
    {
        var rest = _end - _next;
        if (rest == _buffer.Length)
        {
            if (rest == Array.MaxLength) throw new DataException(Invariant($"Line {Number + 1} is longer than {Array.MaxLength} bytes."));
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, 2L * rest));
        }
        else
        {
            _buffer.AsSpan(_next, rest).CopyTo(_buffer);
            (_next, _end) = (0, rest);
        }

        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        _isAtEnd = read == 0;
    }
}
