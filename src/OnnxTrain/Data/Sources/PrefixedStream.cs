namespace OnnxTrain;

/// <summary>A stream whose first bytes were read before, to look at them: they come again, and then the rest.</summary>
/// <param name="start">The bytes.</param>
/// <param name="rest">The stream behind them.</param>
internal sealed class PrefixedStream(ReadOnlySpan<byte> start, Stream rest) : Stream
{
    private readonly byte[] _start = start.ToArray();
    private int _given;

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
        if (_given == _start.Length) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _start.Length - _given);
        _start.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
