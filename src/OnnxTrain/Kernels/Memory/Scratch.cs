namespace OnnxTrain.Kernels;

/// <summary>Memory that the kernels of a plan use one after the other while they run: as much as the largest request.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private readonly List<NativeBuffer> _own = [];
    private readonly List<Scratch> _parts = [];
    private NativeBuffer _buffer = new(0);

    public long Bytes => _buffer.Length + _own.Sum(o => o.Length) + _parts.Sum(p => p.Bytes);

    /// <summary>Sees to it that there are so many bytes; called when a kernel is bound.</summary>
    public void Reserve(long bytes)
    {
        if (bytes <= _buffer.Length) return;
        _buffer.Dispose();
        _buffer = new(bytes);
    }

    /// <summary>Where the memory begins; valid until the next kernel is bound.</summary>
    public T* Pointer<T>()
        where T : unmanaged => _buffer.Block<T>(0, 0).Pointer;

    /// <summary>Memory of one kernel alone, for as long as this object lives.</summary>
    public Block<T> Allocate<T>(int count)
        where T : unmanaged
    {
        var own = new NativeBuffer((long)count * sizeof(T));
        _own.Add(own);
        return own.Block<T>(0, count);
    }

    /// <summary>Memory for kernels that run while others do, for as long as this object lives.</summary>
    public Scratch Apart()
    {
        _parts.Add(new());
        return _parts[^1];
    }

    public void Dispose()
    {
        _buffer.Dispose();
        foreach (var part in _parts) part.Dispose();
        foreach (var own in _own) own.Dispose();
    }
}
