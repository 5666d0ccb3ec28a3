using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>A tile of 4 × 4 without vectors: the reference.</summary>
internal readonly unsafe struct MicroKernelScalar<T> : IMicroKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Rows => 4;

    public static int LowRows => 1;

    public static int Columns => 4;

    public static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish)
    {
        for (var row = 0; row < Rows; row++) MultiplyRow(a, b, c, row, depth, finish);
    }

    public static void MultiplyLow(Rows<T> a, Rows<T> b, Rows<T> c, int depth, Finish<T> finish) => MultiplyRow(a, b, c, 0, depth, finish);

    private static void MultiplyRow(Rows<T> a, Rows<T> b, Rows<T> c, int row, int depth, Finish<T> finish)
    {
        for (var column = 0; column < Columns; column++)
        {
            var sum = T.Zero;
            for (var p = 0; p < depth; p++) sum = T.FusedMultiplyAdd(*a.At(p, row).First, *b.At(p, column).First, sum);
            if (finish.Adds) sum += *finish.Addend.At(row, column).First;
            if (finish.HasBias) sum += finish.Bias[row];
            *c.At(row, column).First = finish.FusesRelu ? T.Max(sum, T.Zero) : sum;
        }
    }
}
