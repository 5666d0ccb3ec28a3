using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// The matrix products of a tile of attention, of operands that lie as a micro-kernel reads them: A [depth, m] and B [depth, n], each with
/// a stride of its own. The micro-kernel may read up to a register tile beyond m and n, as far as the slack behind every buffer allows.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal static unsafe class TileProduct<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>Scores C [m, n] = Aᵀ · B; register tiles that the band hides stay as they are.</summary>
    public static void Scores(Rows<T> a, Rows<T> b, Rows<T> c, int m, int n, int depth, AttentionBand band)
    {
        for (var column = 0; column < n; column += TKernel.Columns)
        {
            for (var row = 0; row < m; row += Height(m - row))
            {
                var (rows, columns) = (Math.Min(Height(m - row), m - row), Math.Min(TKernel.Columns, n - column));
                if (!band.Hides(row, rows, column, columns))
                    Multiply(a.At(0, row), b.At(0, column), c.At(row, column), rows, columns, depth, adds: false);
            }
        }
    }

    /// <summary>Sums C [m, n] = Aᵀ · B over scores A, plus C if <paramref name="adds"/>; terms that the band hides are left out.</summary>
    public static void Sums(Rows<T> a, Rows<T> b, Rows<T> c, int m, int n, int depth, bool adds, AttentionBand band)
    {
        for (var row = 0; row < m; row += Height(m - row))
        {
            var rows = Math.Min(Height(m - row), m - row);
            var (from, to) = band.Terms(row, rows, depth);
            for (var column = 0; column < n; column += TKernel.Columns)
            {
                var columns = Math.Min(TKernel.Columns, n - column);
                Multiply(a.At(from, row), b.At(from, column), c.At(row, column), rows, columns, to - from, adds);
            }
        }
    }

    private static int Height(int rest) => rest <= TKernel.LowRows ? TKernel.LowRows : TKernel.Rows;

    /// <summary>A register tile, or the part of one that is within C.</summary>
    private static void Multiply(Rows<T> a, Rows<T> b, Rows<T> c, int rows, int columns, int depth, bool adds)
    {
        if (columns < TKernel.Columns || (rows != TKernel.Rows && rows != TKernel.LowRows))
            MultiplyEdge(a, b, c, depth, rows, columns, rows <= TKernel.LowRows, adds);
        else if (rows == TKernel.Rows) TKernel.Multiply(a, b, c, depth, adds ? new(c, false) : default);
        else TKernel.MultiplyLow(a, b, c, depth, adds ? new(c, false) : default);
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
