using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <inheritdoc/>
[SkipLocalsInit] // scratch on the stack is written before it is read
internal sealed unsafe class PackedProduct<T, TKernel>(Block<T> weights, int n, int k, bool isTransposed)
    : RecurrentProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : struct, IMicroKernel<T>
{
    private Block<T> _packed;
    private ParallelLoop? _pack;

    public override int Panels => (n + TKernel.Columns - 1) / TKernel.Columns;

    public override int RowsTogether => TKernel.Rows;

    public override int PackedLength(int rows) => new SliverLayout<T, TKernel>(rows).Rows * k;

    public override void Allocate(Scratch scratch) => _packed = scratch.Allocate<T>(Panels * TKernel.Columns * k);

    public override void PackWeights() => (_pack ??= ParallelLoop.OverRows(Panels, TKernel.Columns * k, PackPanels)).Run();

    public override void PackRows(Rows<T> a, int rows, T* packed)
    {
        var slivers = new SliverLayout<T, TKernel>(rows);
        for (var i = 0; i < slivers.Count; i++)
        {
            var (row, height) = (slivers.FirstRow(i), slivers.Height(i));
            Packing.Pack(a.At(row, 0), true, packed + (row * k), k, Math.Min(height, rows - row), height);
        }
    }

    public override void Multiply(T* packed, int rows, Rows<T> c, Rows<T> addend, int panel, int endPanel)
    {
        var slivers = new SliverLayout<T, TKernel>(rows);
        for (; panel < endPanel; panel++)
        {
            var column = panel * TKernel.Columns;
            var columns = Math.Min(TKernel.Columns, n - column);
            var b = new Rows<T>(_packed.Pointer + ((nint)column * k), TKernel.Columns);
            for (var i = 0; i < slivers.Count; i++)
            {
                var (row, height) = (slivers.FirstRow(i), slivers.Height(i));
                var (a, tile) = (new Rows<T>(packed + (row * k), height), c.At(row, column));
                var added = addend.First == null ? default : addend.At(row, column);
                if (row + height <= rows && columns == TKernel.Columns)
                {
                    var finish = new Finish<T>(added, false);
                    if (height == TKernel.Rows) TKernel.Multiply(a, b, tile, k, finish);
                    else TKernel.MultiplyLow(a, b, tile, k, finish);
                }
                else MultiplyEdge(a, b, tile, added, height, Math.Min(height, rows - row), columns);
            }
        }
    }

    private void MultiplyEdge(Rows<T> a, Rows<T> b, Rows<T> c, Rows<T> addend, int height, int rows, int columns)
    {
        var space = stackalloc T[TKernel.Rows * TKernel.Columns];
        var tile = new Rows<T>(space, TKernel.Columns);
        if (height == TKernel.Rows) TKernel.Multiply(a, b, tile, k, default);
        else TKernel.MultiplyLow(a, b, tile, k, default);
        for (var i = 0; i < rows; i++)
        {
            T* sums = tile.At(i, 0).First, to = c.At(i, 0).First, added = addend.At(i, 0).First;
            for (var j = 0; j < columns; j++) to[j] = addend.First == null ? sums[j] : sums[j] + added[j];
        }
    }

    private void PackPanels(int from, int to)
    {
        var source = new Rows<T>(weights.Pointer, isTransposed ? k : n);
        for (var panel = from; panel < to; panel++)
        {
            var column = panel * TKernel.Columns;
            Packing.Pack(
                isTransposed ? source.At(column, 0) : source.At(0, column), isTransposed, _packed.Pointer + ((nint)column * k), k,
                Math.Min(TKernel.Columns, n - column), TKernel.Columns);
        }
    }
}
