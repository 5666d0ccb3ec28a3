using System.Runtime.InteropServices;

namespace OnnxTrain.Kernels;

/// <summary>A run of elements outside the garbage-collected heap, owned by a plan or a variable.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Block<T>(T* pointer, int length)
    where T : unmanaged
{
    public T* Pointer => pointer;

    public int Length => length;

    public Span<T> Span => new(pointer, length);

    public Block<T> Slice(int start, int count) => (uint)start + (uint)count <= (uint)length
        ? new(pointer + start, count)
        : throw new ArgumentOutOfRangeException(nameof(start), start, $"{count} elements from there leave a block of {length}.");
}
