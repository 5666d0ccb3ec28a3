using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>Rows of elements in memory.</summary>
/// <param name="first">The first element of the first row.</param>
/// <param name="stride">Elements from the beginning of a row to that of the next.</param>
internal readonly unsafe struct Rows<T>(T* first, nint stride)
    where T : unmanaged
{
    public T* First => first;

    public nint Stride => stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Rows<T> At(nint row, nint column) => new(first + (row * stride) + column, stride);
}
