namespace OnnxTrain.Sources.Tests.Caching;

/// <summary>A disk that takes so many bytes and no more.</summary>
internal sealed class FullDisk(Stream disk, long room) : Stream
{
    long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_written + buffer.Length > room) throw new IOException("No space left on device");
        disk.Write(buffer);
        _written += buffer.Length;
    }

    public override void Flush() => disk.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
