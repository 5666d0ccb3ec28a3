namespace OnnxTrain;

/// <summary>A stream whose first bytes were read before, to look at them: they come again, and then the rest.</summary>
/// <param name="start">The bytes.</param>
/// <param name="rest">The stream behind them.</param>
internal sealed class PrefixedStream(ReadOnlySpan<byte> start, Stream rest) : ReadOnlyStream
{
    private readonly byte[] _start = start.ToArray();
    private int _given;

    public override int Read(Span<byte> buffer)
    {
        if (_given == _start.Length) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _start.Length - _given);
        _start.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
