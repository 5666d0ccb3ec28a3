using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>The epilogue of a matrix product: max(sum + bias + addend, floor).</summary>
/// <param name="addend">Rows to add; a stride of 0 adds the same row to each; a null pointer adds nothing.</param>
/// <param name="isFloored">Whether negative results become zero (ReLU).</param>
/// <param name="bias">A number to add to each row; null adds nothing.</param>
internal readonly unsafe struct Finish<T>(Rows<T> addend, bool isFloored, T* bias = null)
    where T : unmanaged
{
    public Rows<T> Addend => addend;

    public bool Adds => addend.First != null;

    public T* Bias => bias;

    public bool HasBias => bias != null;

    public bool FusesRelu => isFloored;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Finish<T> At(nint row, nint column) => Adds ? new(addend.At(row, column), isFloored) : this;
}
