using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// A matrix product in the manner of Goto and van de Geijn (2008, "Anatomy of high-performance matrix multiplication"): B in packed
/// panels, A in packed slivers, a register tile of C at a time.
/// </summary>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal sealed unsafe class BlockedGemm<T, TKernel> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    /// <summary>Depth of a panel: it fixes the order of additions, and so is the same for every kernel.</summary>
    private const int Depth = 256;

    /// <summary>Rows and columns of C that one thread takes at a time: multiples of every kernel's tile.</summary>
    private const int ChunkRows = 48, ChunkColumns = 256;

    /// <summary>Multiply-adds below which one thread is faster than two.</summary>
    private const long Grain = 400_000;

    private readonly Matrix _a;
    private readonly Matrix _b;
    private readonly T* _c;
    private readonly int _m, _n, _k;
    private readonly int _columnChunks;
    private readonly NativeBuffer _panels;
    private readonly T* _packed;
    private readonly ParallelLoop _pack;
    private readonly ParallelLoop _multiply;

    public BlockedGemm(Block<T> a, Block<T> b, Block<T> c, int m, int n, int k, bool transposeA, bool transposeB)
    {
        (_m, _n, _k) = (m, n, k);
        _c = c.Pointer;
        _a = transposeA ? new(a.Pointer, 1, m) : new(a.Pointer, k, 1);
        _b = transposeB ? new(b.Pointer, 1, k) : new(b.Pointer, n, 1);
        var panels = (n + TKernel.Columns - 1) / TKernel.Columns;
        var panelLength = (long)TKernel.Columns * k;
        _panels = new(panels * panelLength * sizeof(T));
        _packed = _panels.Block<T>(0, 1).Pointer;
        _pack = new(panels, (int)Math.Max(1, 65536 / panelLength), (from, to) =>
        {
            for (var panel = from; panel < to; panel++) PackPanel(panel);
        });
        _columnChunks = (n + ChunkColumns - 1) / ChunkColumns;
        var work = (long)Math.Min(m, ChunkRows) * Math.Min(n, ChunkColumns) * k;
        _multiply = new(_columnChunks * ((m + ChunkRows - 1) / ChunkRows), (int)Math.Max(1, Grain / work), (from, to) =>
        {
            for (var chunk = from; chunk < to; chunk++) Multiply(chunk / _columnChunks * ChunkRows, chunk % _columnChunks * ChunkColumns);
        });
    }

    public void Run()
    {
        _pack.Run();
        _multiply.Run();
        GC.KeepAlive(_panels);
    }

    public void Dispose() => _panels.Dispose();

    private void PackPanel(int panel)
    {
        var width = TKernel.Columns;
        var first = panel * width;
        var columns = Math.Min(width, _n - first);
        var to = _packed + ((long)panel * width * _k);
        if (_b.ColumnStride != 1)
        {
            PackTransposed(first, columns, to);
            return;
        }

        for (var p = 0; p < _k; p++, to += width)
        {
            new ReadOnlySpan<T>(_b.At(p, first), columns).CopyTo(new(to, columns));
            new Span<T>(to + columns, width - columns).Clear();
        }
    }

    /// <summary>A panel of a transposed matrix: its columns lie contiguously, and 4 × 4 blocks are turned in registers.</summary>
    private void PackTransposed(int first, int columns, T* to)
    {
        var width = TKernel.Columns;
        var whole = Transposer.IsSupported<T>() ? columns / 4 * 4 : 0;
        var deep = _k / 4 * 4;
        for (var j = 0; j < whole; j += 4)
        {
            var from = _b.At(0, first + j);
            for (var p = 0; p < deep; p += 4) Transposer.Transpose4X4(from + p, _b.ColumnStride, to + ((long)p * width) + j, width);
            for (var p = deep; p < _k; p++)
            {
                for (var i = 0; i < 4; i++) to[((long)p * width) + j + i] = from[((long)i * _b.ColumnStride) + p];
            }
        }

        for (var j = whole; j < width; j++)
        {
            for (var p = 0; p < _k; p++) to[((long)p * width) + j] = j < columns ? *_b.At(p, first + j) : T.Zero;
        }
    }

    private void Multiply(int row, int column)
    {
        var (endRow, endColumn) = (Math.Min(_m, row + ChunkRows), Math.Min(_n, column + ChunkColumns));
        var (height, width) = (TKernel.Rows, TKernel.Columns);
        var slivers = stackalloc T[ChunkRows * Depth];
        var edge = stackalloc T[height * width];
        for (var p = 0; p < _k; p += Depth)
        {
            var depth = Math.Min(Depth, _k - p);
            PackSlivers(slivers, row, endRow, p, depth);
            for (var j = column; j < endColumn; j += width)
            {
                var panel = _packed + (((long)j * _k) + ((long)p * width));
                for (var i = row; i < endRow; i += height)
                {
                    var sliver = slivers + ((i - row) * depth);
                    var c = _c + ((long)i * _n) + j;
                    if (i + height <= endRow && j + width <= endColumn)
                    {
                        TKernel.Multiply(sliver, panel, c, _n, depth, p > 0);
                        continue;
                    }

                    TKernel.Multiply(sliver, panel, edge, width, depth, accumulate: false);
                    CopyEdge(edge, c, Math.Min(height, endRow - i), Math.Min(width, endColumn - j), p > 0);
                }
            }
        }
    }

    private void PackSlivers(T* to, int row, int endRow, int p, int depth)
    {
        var height = TKernel.Rows;
        for (var i = row; i < endRow; i += height)
        {
            var rows = Math.Min(height, endRow - i);
            var turned = _a.ColumnStride == 1 && Transposer.IsSupported<T>() ? rows / 4 * 4 : 0;
            var deep = depth / 4 * 4;
            for (var r = 0; r < turned; r += 4)
            {
                for (var q = 0; q < deep; q += 4) Transposer.Transpose4X4(_a.At(i + r, p + q), _a.RowStride, to + (q * height) + r, height);
            }

            for (var q = 0; q < depth; q++)
            {
                for (var r = q < deep ? turned : 0; r < height; r++) to[(q * height) + r] = r < rows ? *_a.At(i + r, p + q) : T.Zero;
            }

            to += depth * height;
        }
    }

    private void CopyEdge(T* edge, T* c, int rows, int columns, bool accumulate)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var value = edge[(i * TKernel.Columns) + j];
                var to = c + ((long)i * _n) + j;
                *to = accumulate ? value + *to : value;
            }
        }
    }

    private readonly struct Matrix(T* pointer, int rowStride, int columnStride)
    {
        public int RowStride => rowStride;

        public int ColumnStride => columnStride;

        public T* At(int row, int column) => pointer + ((long)row * rowStride) + ((long)column * columnStride);
    }
}
