using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>A tile of 4 × 4 without vectors: the reference.</summary>
internal readonly unsafe struct MicroKernelScalar<T> : IMicroKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Size = 4;

    public static int Rows => Size;

    public static int Columns => Size;

    public static void Multiply(T* a, T* b, T* c, int stride, int depth, bool accumulate)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                var sum = T.Zero;
                for (var p = 0; p < depth; p++) sum = T.FusedMultiplyAdd(a[(p * Size) + row], b[(p * Size) + column], sum);
                var to = c + ((long)row * stride) + column;
                *to = accumulate ? sum + *to : sum;
            }
        }
    }
}
