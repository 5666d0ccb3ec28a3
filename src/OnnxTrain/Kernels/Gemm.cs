using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// C = A·B with either operand transposed, in the manner of Goto and van de Geijn (2008, "Anatomy of high-performance matrix
/// multiplication"): B in packed panels, A in packed slivers, a register tile of C at a time.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of a register tile: 6 × 2 accumulators, two vectors of B and one of A fill 15 of 16 registers.</summary>
    private const int TileRows = 6;

    /// <summary>Depth of a panel: a panel of B stays in the first-level cache.</summary>
    private const int Depth = 256;

    /// <summary>Rows and columns of C that one thread takes at a time.</summary>
    private const int ChunkRows = 8 * TileRows, ChunkColumns = 256;

    /// <summary>Binds C [m, n] = op(A) [m, k] · op(B) [k, n]; op transposes where asked.</summary>
    public static Action Bind<T>(Block<T> a, Block<T> b, Block<T> c, int m, int n, int k, bool transposeA, bool transposeB)
        where T : unmanaged, INumberBase<T>
    {
        if (k == 0 || m == 0 || n == 0) return () => c.Span.Clear();
        var matrixA = transposeA ? new Matrix<T>(a.Pointer, 1, m) : new(a.Pointer, k, 1);
        var matrixB = transposeB ? new Matrix<T>(b.Pointer, 1, k) : new(b.Pointer, n, 1);
        var width = 2 * Vector<T>.Count;
        var panels = (n + width - 1) / width;
        var packed = new NativeBuffer((long)panels * width * k * sizeof(T));
        var panelBlock = packed.Block<T>(0, panels * width * k);
        var pack = new ParallelLoop(panels, Math.Max(1, 16384 / (width * k)), (from, to) =>
        {
            for (var panel = from; panel < to; panel++) PackPanel(matrixB, panelBlock, panel, width, n, k);
        });

        var columnChunks = (n + ChunkColumns - 1) / ChunkColumns;
        var chunks = columnChunks * ((m + ChunkRows - 1) / ChunkRows);
        var grain = Math.Max(1, (int)(200_000 / ((long)Math.Min(m, ChunkRows) * Math.Min(n, ChunkColumns) * k)));
        var multiply = new ParallelLoop(chunks, grain, (from, to) =>
        {
            for (var chunk = from; chunk < to; chunk++)
            {
                var (row, column) = (chunk / columnChunks * ChunkRows, chunk % columnChunks * ChunkColumns);
                Chunk(matrixA, panelBlock.Pointer, c.Pointer, row, Math.Min(m, row + ChunkRows), column, Math.Min(n, column + ChunkColumns), n, k);
            }
        });
        return () =>
        {
            pack.Run();
            multiply.Run();
            GC.KeepAlive(packed);
        };
    }

    private static void PackPanel<T>(Matrix<T> b, Block<T> panels, int panel, int width, int n, int k)
        where T : unmanaged, INumberBase<T>
    {
        var first = panel * width;
        var columns = Math.Min(width, n - first);
        var to = panels.Pointer + ((long)panel * width * k);
        for (var p = 0; p < k; p++, to += width)
        {
            for (var j = 0; j < columns; j++) to[j] = b[p, first + j];
            for (var j = columns; j < width; j++) to[j] = T.Zero;
        }
    }

    private static void Chunk<T>(Matrix<T> a, T* panels, T* c, int row, int endRow, int column, int endColumn, int n, int k)
        where T : unmanaged, INumberBase<T>
    {
        var width = 2 * Vector<T>.Count;
        var sliver = stackalloc T[ChunkRows * Depth];
        var edge = stackalloc T[TileRows * width];
        for (var p = 0; p < k; p += Depth)
        {
            var depth = Math.Min(Depth, k - p);
            PackRows(a, sliver, row, endRow, p, depth);
            for (var j = column; j < endColumn; j += width)
            {
                var panel = panels + (((long)j * k) + ((long)p * width));
                for (var i = row; i < endRow; i += TileRows)
                {
                    var tileA = sliver + ((i - row) * depth);
                    if (i + TileRows <= endRow && j + width <= endColumn)
                    {
                        MultiplyTile(tileA, panel, c + ((long)i * n) + j, n, depth, p > 0);
                        continue;
                    }

                    MultiplyTile(tileA, panel, edge, width, depth, accumulate: false);
                    CopyEdge(edge, width, c + ((long)i * n) + j, n, Math.Min(TileRows, endRow - i), Math.Min(width, endColumn - j), p > 0);
                }
            }
        }
    }

    private static void PackRows<T>(Matrix<T> a, T* to, int row, int endRow, int p, int depth)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = row; i < endRow; i += TileRows)
        {
            for (var q = 0; q < depth; q++)
            {
                for (var r = 0; r < TileRows; r++) *to++ = i + r < endRow ? a[i + r, p + q] : T.Zero;
            }
        }
    }

    private static void MultiplyTile<T>(T* a, T* b, T* c, int stride, int depth, bool accumulate)
        where T : unmanaged, INumberBase<T>
    {
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<T> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        var count = Vector<T>.Count;
        for (var p = 0; p < depth; p++, a += TileRows, b += 2 * count)
        {
            var (b0, b1) = (Vector.Load(b), Vector.Load(b + count));
            var x = new Vector<T>(a[0]);
            (c00, c01) = (Fused(x, b0, c00), Fused(x, b1, c01));
            x = new(a[1]);
            (c10, c11) = (Fused(x, b0, c10), Fused(x, b1, c11));
            x = new(a[2]);
            (c20, c21) = (Fused(x, b0, c20), Fused(x, b1, c21));
            x = new(a[3]);
            (c30, c31) = (Fused(x, b0, c30), Fused(x, b1, c31));
            x = new(a[4]);
            (c40, c41) = (Fused(x, b0, c40), Fused(x, b1, c41));
            x = new(a[5]);
            (c50, c51) = (Fused(x, b0, c50), Fused(x, b1, c51));
        }

        Store(c, c00, c01, accumulate);
        Store(c + stride, c10, c11, accumulate);
        Store(c + (2 * stride), c20, c21, accumulate);
        Store(c + (3 * stride), c30, c31, accumulate);
        Store(c + (4 * stride), c40, c41, accumulate);
        Store(c + (5 * stride), c50, c51, accumulate);
    }

    private static void Store<T>(T* c, Vector<T> left, Vector<T> right, bool accumulate)
        where T : unmanaged
    {
        if (accumulate) (left, right) = (left + Vector.Load(c), right + Vector.Load(c + Vector<T>.Count));
        left.Store(c);
        right.Store(c + Vector<T>.Count);
    }

    private static void CopyEdge<T>(T* edge, int width, T* c, int stride, int rows, int columns, bool accumulate)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var value = edge[(i * width) + j];
                c[((long)i * stride) + j] = accumulate ? c[((long)i * stride) + j] + value : value;
            }
        }
    }

    private static Vector<T> Fused<T>(Vector<T> x, Vector<T> y, Vector<T> sum)
        where T : unmanaged =>
        typeof(T) == typeof(float)
            ? Vector.As<float, T>(Vector.FusedMultiplyAdd(Vector.As<T, float>(x), Vector.As<T, float>(y), Vector.As<T, float>(sum)))
            : Vector.As<double, T>(Vector.FusedMultiplyAdd(Vector.As<T, double>(x), Vector.As<T, double>(y), Vector.As<T, double>(sum)));

    private readonly struct Matrix<T>(T* pointer, int rowStride, int columnStride)
        where T : unmanaged
    {
        public T this[int row, int column] => pointer[((long)row * rowStride) + ((long)column * columnStride)];
    }
}
