using System.Runtime.InteropServices;

namespace OnnxTrain;

/// <summary>The bytes of a mapped file, which stays mapped until all who use it have disposed theirs or forgotten it.</summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MappedFile _file;
    private readonly SafeBuffer _buffer;
    private byte* _start;

    /// <exception cref="ObjectDisposedException">The file was disposed.</exception>
    public MappedBytes(MappedFile file, SafeBuffer buffer)
    {
        (_file, _buffer) = (file, buffer);
        buffer.AcquirePointer(ref _start);
    }

    ~MappedBytes() => Release();

    public byte* Start => _start;

    /// <summary>Says that bytes were read.</summary>
    public void Read(long bytes) => _file.Read(bytes, _start);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_start is null) return;
        _start = null;
        _buffer.ReleasePointer();
    }
}
