using System.Runtime.InteropServices;

namespace OnnxTrain.Kernels;

/// <summary>Zeroed memory outside the garbage-collected heap, aligned to a cache line.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public const int Alignment = 64;

    /// <summary>Bytes behind the last that may be read, so that kernels may load whole vectors.</summary>
    public const int Slack = 128;

    public NativeBuffer(long bytes)
        : base(0, ownsHandle: true)
    {
        Length = bytes;
        var size = (nuint)(bytes + Slack);
        var memory = NativeMemory.AlignedAlloc(size, HugePages.Alignment(size));
        HugePages.Advise(memory, size);
        NativeMemory.Clear(memory, size);
        SetHandle((nint)memory);
        GC.AddMemoryPressure(Math.Max(bytes, 1));
    }

    public long Length { get; }

    public override bool IsInvalid => handle == 0;

    public static long Align(long bytes) => (bytes + Alignment - 1) & -Alignment;

    /// <summary>
    /// <paramref name="count"/> elements from the byte <paramref name="offset"/> on. Keep this object alive while they are used.
    /// </summary>
    public Block<T> Block<T>(long offset, int count)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (offset < 0 || offset + ((long)count * sizeof(T)) > Length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{count} elements do not fit in {Length} bytes from there.");
        return new((T*)(handle + (nint)offset), count);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Math.Max(Length, 1));
        return true;
    }
}
