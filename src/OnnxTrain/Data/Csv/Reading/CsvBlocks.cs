namespace OnnxTrain;

/// <summary>Cuts the bytes of a file into blocks of whole records.</summary>
/// <param name="stream">The file; it is read once, from the first to the last byte.</param>
/// <param name="hasQuotes">Whether a field in quotes may have several lines.</param>
/// <param name="cancellationToken">Cancels the reading.</param>
internal sealed class CsvBlocks(Stream stream, bool hasQuotes, CancellationToken cancellationToken)
{
    private const int BlockBytes = 1 << 20;

    private byte[] _rest = [];
    private bool _isAtEnd;

    /// <summary>The next block and the number of its bytes; null after the last.</summary>
    /// <param name="buffer">A buffer to fill, unless it is too small.</param>
    /// <exception cref="CsvProblem">A record is too long, or is no text.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public (byte[] Buffer, int Length)? Next(byte[]? buffer)
    {
        if (_isAtEnd && _rest.Length == 0) return null;
        if (buffer is null || buffer.Length <= _rest.Length) buffer = GC.AllocateUninitializedArray<byte>(BlockBytes + _rest.Length);
        _rest.CopyTo(buffer, 0);
        var length = _rest.Length;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            length += Fill(buffer.AsSpan(length));
            var end = _isAtEnd ? length : EndOfRecords(buffer.AsSpan(0, length));
            if (end > 0 || _isAtEnd)
            {
                _rest = buffer[end..length];
                return (buffer, end);
            }

            // A record longer than the buffer, unless it is no text: a device that yields NUL never ends a line.
            if (buffer.AsSpan(0, length).Contains((byte)0)) CsvBlock.RequireText(buffer.AsSpan(0, length));
            if (buffer.Length == Array.MaxLength)
                throw new CsvProblem(0, "a record of more than 2 GB. A quote that is not closed makes the rest of the file one field");
            Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, Array.MaxLength));
        }
    }

    private int Fill(Span<byte> buffer)
    {
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _isAtEnd = read < buffer.Length;
        return read;
    }

    /// <summary>The end of the last line that no quotes are open at; 0 if there is none.</summary>
    private int EndOfRecords(ReadOnlySpan<byte> text)
    {
        if (!hasQuotes) return text.LastIndexOf((byte)'\n') + 1;
        var isOpen = (text.Count((byte)'"') & 1) == 1;
        for (var end = text.Length; end > 0;)
        {
            var mark = text[..end].LastIndexOfAny((byte)'\n', (byte)'"');
            if (mark < 0) return 0;
            if (text[mark] == '"') isOpen = !isOpen;
            else if (!isOpen) return mark + 1;
            end = mark;
        }

        return 0;
    }
}
