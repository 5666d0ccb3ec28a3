using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Small matrix products of operands that lie as a micro-kernel reads them: A [depth, m] and B [depth, n], each with a stride of its own.
/// The micro-kernel may read up to a register tile beyond m and n, as far as the slack behind every buffer allows.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal static unsafe class TileProduct<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>C [m, n] = Aᵀ · B, plus C if <paramref name="adds"/>.</summary>
    public static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int m, int n, int depth, bool adds)
    {
        for (var column = 0; column < n; column += TKernel.Columns)
        {
            for (var row = 0; row < m;)
            {
                var (isLow, rest) = (m - row <= TKernel.LowRows, m - row);
                var height = isLow ? TKernel.LowRows : TKernel.Rows;
                Rows<T> left = a.At(0, row), right = b.At(0, column), to = c.At(row, column);
                if (height > rest || column + TKernel.Columns > n)
                    MultiplyEdge(left, right, to, depth, Math.Min(height, rest), Math.Min(TKernel.Columns, n - column), isLow, adds);
                else if (isLow) TKernel.MultiplyLow(left, right, to, depth, adds ? new(to, false) : default);
                else TKernel.Multiply(left, right, to, depth, adds ? new(to, false) : default);
                row += height;
            }
        }
    }

    /// <summary>A tile that reaches beyond C: it is computed beside it, and the part within is copied or added.</summary>
    private static void MultiplyEdge(Rows<T> a, Rows<T> b, Rows<T> c, int depth, int rows, int columns, bool isLow, bool adds)
    {
        var space = stackalloc T[TKernel.Rows * TKernel.Columns];
        var tile = new Rows<T>(space, TKernel.Columns);
        if (isLow) TKernel.MultiplyLow(a, b, tile, depth, default);
        else TKernel.Multiply(a, b, tile, depth, default);
        for (var i = 0; i < rows; i++)
        {
            T* sums = tile.At(i, 0).First, to = c.At(i, 0).First;
            for (var j = 0; j < columns; j++) to[j] = adds ? sums[j] + to[j] : sums[j];
        }
    }
}
