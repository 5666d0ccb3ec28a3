using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The steps of a recurrence or of its gradient: at each, a product with the recurrent weights and the cell of each row. Rows do not
/// depend on each other, so threads take some rows through all steps. Where the weights are too large for a second-level cache, or the
/// rows too few, threads share the columns of each product instead.
/// </summary>
internal abstract unsafe class RecurrentSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows that a thread takes, at least.</summary>
    private const int FewestRows = 8;

    /// <summary>Bytes of weights that stay in a second-level cache from step to step.</summary>
    private const int MostBytes = 1 << 20;

    private readonly RecurrentProduct<T> _product;
    private readonly bool _isForward;
    private readonly bool _sharesColumns;
    private readonly ParallelLoop _rows, _panels, _cells;
    private readonly T* _packed;
    private int _step;

    /// <param name="order">The rows and steps.</param>
    /// <param name="product">The product with the recurrent weights.</param>
    /// <param name="work">Multiply-adds of a product for one row.</param>
    /// <param name="isForward">Whether steps go forward and the product comes first; else they go back and the cell comes first.</param>
    /// <param name="scratch">Memory for packed rows.</param>
    protected RecurrentSteps(StepOrder order, RecurrentProduct<T> product, int work, bool isForward, Scratch scratch)
    {
        (Order, _product, _isForward) = (order, product, isForward);
        var chunkRows = Math.Max(FewestRows, (order.Batch + Gemm.Chunks - 1) / Gemm.Chunks);
        _sharesColumns = ((long)work * sizeof(T) > MostBytes || order.Batch <= FewestRows) && (long)work * order.Batch > Gemm.Grain / 2;
        _rows = new(order.Batch, chunkRows, RunRows);
        if (_sharesColumns) _packed = scratch.Allocate<T>(product.PackedLength(order.Batch)).Pointer;
        var perPanel = (long)work * order.Batch / Math.Max(1, product.Panels);
        _panels = new(product.Panels, (int)Math.Max(1, Gemm.Grain / 4 / Math.Max(1, perPanel)), Multiply);
        _cells = ParallelLoop.OverRows(order.Batch, (int)Math.Sqrt(work) * 16, (from, to) => RunCells(_step, from, to));
    }

    protected StepOrder Order { get; }

    /// <summary>A, for all rows, and the target of the product.</summary>
    protected abstract (Rows<T> A, Rows<T> C, bool Adds) Operands(int step);

    /// <summary>The cell of a row.</summary>
    protected abstract void RunCell(int step, int row);

    protected void RunSteps()
    {
        _product.PackWeights();
        if (!_sharesColumns)
        {
            _rows.Run();
            return;
        }

        for (var i = 0; i < Order.Time; i++)
        {
            _step = _isForward ? i : Order.Time - 1 - i;
            if (!_isForward) _cells.Run();
            _product.PackRows(Operands(_step).A, Order.Batch, _packed);
            _panels.Run();
            if (_isForward) _cells.Run();
        }
    }

    private void RunRows(int from, int to)
    {
        var packed = (T*)ThreadMemory.Take((long)_product.PackedLength(to - from) * sizeof(T));
        for (var i = 0; i < Order.Time; i++)
        {
            var step = _isForward ? i : Order.Time - 1 - i;
            if (!_isForward) RunCells(step, from, to);
            var (a, c, adds) = Operands(step);
            _product.PackRows(a.At(from, 0), to - from, packed);
            _product.Multiply(packed, to - from, c.At(from, 0), 0, _product.Panels, adds);
            if (_isForward) RunCells(step, from, to);
        }
    }

    private void Multiply(int from, int to)
    {
        var (_, c, adds) = Operands(_step);
        _product.Multiply(_packed, Order.Batch, c, from, to, adds);
    }

    private void RunCells(int step, int from, int to)
    {
        for (var row = from; row < to; row++) RunCell(step, row);
    }
}
