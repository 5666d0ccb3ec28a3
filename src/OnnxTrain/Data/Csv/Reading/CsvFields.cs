using System.Buffers;

namespace OnnxTrain;

/// <summary>
/// The fields of records in UTF-8, one after the other: RFC 4180, and also records that end by a carriage return, blank lines between
/// them, and spaces around quoted fields.
/// </summary>
internal ref struct CsvFields
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _ends;
    private byte[] _unescaped = [];
    private int _at;
    private int _recordLine;

    /// <param name="text">Whole records.</param>
    /// <param name="delimiter">What is between fields.</param>
    /// <param name="ends">What <see cref="EndsOf"/> gives for the delimiter.</param>
    public CsvFields(ReadOnlySpan<byte> text, byte delimiter, SearchValues<byte> ends)
    {
        _text = text;
        (_delimiter, _ends) = (delimiter, ends);
    }

    /// <summary>The bytes that end a field without quotes, or must not be in it.</summary>
    /// <param name="delimiter">What is between fields.</param>
    /// <param name="hasQuotes">Whether a field may be in quotes; else they are characters as any other.</param>
    public static SearchValues<byte> EndsOf(byte delimiter, bool hasQuotes) =>
        SearchValues.Create([delimiter, (byte)'\n', (byte)'\r', .. hasQuotes ? "\""u8 : []]);

    /// <summary>The line of the next byte, counted from 0.</summary>
    public int Line { get; private set; }

    /// <summary>How many bytes are read.</summary>
    public readonly int Position => _at;

    /// <summary>Goes to the next record; false after the last.</summary>
    /// <param name="skipSpaces">Whether a line of spaces alone is none.</param>
    public bool NextRecord(bool skipSpaces)
    {
        while (_at < _text.Length)
        {
            var line = _text[_at..];
            if (skipSpaces && (line[0] is (byte)' ' or (byte)'\t'))
            {
                var rest = line.TrimStart(" \t"u8);
                if (!rest.IsEmpty && rest[0] is not ((byte)'\n' or (byte)'\r')) break;
                // Where a tab is the delimiter, two empty fields are no blank line.
                if (line[..^rest.Length].Contains(_delimiter)) break;
                _at += line.Length - rest.Length;
                if (rest.IsEmpty) return false;
                line = rest;
            }

            if (line[0] is not ((byte)'\n' or (byte)'\r')) break;
            EndLine();
        }

        _recordLine = Line;
        return _at < _text.Length;
    }

    /// <summary>Reads the next field of the record; false for its last.</summary>
    /// <exception cref="CsvProblem">The quotes do not match.</exception>
    public bool NextField(out ReadOnlySpan<byte> field)
    {
        var rest = _text[_at..];
        var end = rest.IndexOfAny(_ends);
        if (end < 0) end = rest.Length;
        else if (rest[end] == '"') return NextQuoted(out field);
        field = rest[..end];
        return EndField(end);
    }

    private bool NextQuoted(out ReadOnlySpan<byte> field)
    {
        var rest = _text[_at..];
        var start = rest.IndexOf((byte)'"') + 1;
        if (!IsSpace(rest[..(start - 1)])) throw Quotes();
        rest = rest[start..];
        var close = rest.IndexOf((byte)'"');
        if (close < 0) throw Quotes();
        field = rest[..close];
        if (close + 1 < rest.Length && rest[close + 1] == '"') field = Unescape(rest, ref close);
        var lines = rest[..close];
        Line += lines.Count((byte)'\n') + (lines.Contains((byte)'\r') ? LoneReturns(lines) : 0);
        _at += start;
        rest = rest[(close + 1)..];
        var end = rest.IndexOfAny(_ends);
        if (end < 0) end = rest.Length;
        if ((end < rest.Length && rest[end] == '"') || !IsSpace(rest[..end])) throw Quotes();
        return EndField(close + 1 + end);
    }

    /// <summary>A quoted field with quotes in it, which are doubled.</summary>
    /// <param name="rest">From the first byte of the field on.</param>
    /// <param name="close">The first quote; afterwards the closing one.</param>
    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> rest, scoped ref int close)
    {
        var (length, from) = (0, 0);
        while (true)
        {
            var isDoubled = close + 1 < rest.Length && rest[close + 1] == '"';
            var part = rest[from..(isDoubled ? close + 1 : close)];
            if (_unescaped.Length - length < part.Length)
                Array.Resize(ref _unescaped, Math.Max(length + part.Length, 2 * _unescaped.Length));
            part.CopyTo(_unescaped.AsSpan(length));
            length += part.Length;
            if (!isDoubled) return _unescaped.AsSpan(0, length);
            from = close + 2;
            var next = rest[from..].IndexOf((byte)'"');
            if (next < 0) throw Quotes();
            close = from + next;
        }
    }

    /// <summary>Goes behind a field and what ends it.</summary>
    private bool EndField(int length)
    {
        _at += length;
        if (_at == _text.Length) return false;
        if (_text[_at] == _delimiter)
        {
            _at++;
            return true;
        }

        EndLine();
        return false;
    }

    private void EndLine()
    {
        if (_text[_at] == '\r' && _at + 1 < _text.Length && _text[_at + 1] == '\n') _at++;
        _at++;
        Line++;
    }

    private static bool IsSpace(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept((byte)' ', (byte)'\t');

    private static int LoneReturns(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) count++;
        }

        return count;
    }

    private readonly CsvProblem Quotes() => new(
        _recordLine,
        "the quotes do not match. Write a field that contains a quote in quotes, with the quote doubled: \"5\"\" pipe\". If quotes are "
            + "characters as any other, set HasQuotes in CsvOptions to false");
}
