namespace OnnxTrain.Kernels;

/// <summary>Memory of the running thread for the time of one kernel, aligned to a cache line.</summary>
internal static unsafe class ThreadMemory
{
    [ThreadStatic]
    private static NativeBuffer? _buffer;

    /// <summary>At least so many bytes; what an earlier call gave is no longer valid.</summary>
    public static byte* Take(long bytes)
    {
        if (_buffer is null || _buffer.Length < bytes)
        {
            _buffer?.Dispose();
            _buffer = new(bytes);
        }

        return _buffer.Block<byte>(0, 0).Pointer;
    }
}
