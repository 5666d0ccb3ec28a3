using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The steps of a recurrence or of its gradient: at each, products with the weights and the cell of each row. Rows do not depend on each
/// other, so threads take some rows through the steps, and the products with W are made step by step, too, while what they need is in the
/// cache. Where weights are too large for a second-level cache, or rows too few, threads share the columns of each product with U instead,
/// and the products with W are those of a matrix of many steps.
/// </summary>
internal abstract unsafe class RecurrentSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Rows that a thread takes, at least.</summary>
    private const int FewestRows = 8;

    /// <summary>Bytes of weights that stay in a second-level cache from step to step.</summary>
    private const int MostBytes = 1 << 20;

    private readonly ParallelLoop _rows, _panels, _cells;
    private readonly T* _packed;
    private int _step, _from, _to;

    /// <param name="order">The rows and steps.</param>
    /// <param name="inputs">The product with W.</param>
    /// <param name="hidden">The product with U.</param>
    /// <param name="inputWork">Multiply-adds of the first for one row.</param>
    /// <param name="hiddenWork">Multiply-adds of the second for one row.</param>
    /// <param name="scratch">Memory for packed rows.</param>
    protected RecurrentSteps(
        StepOrder order, RecurrentProduct<T> inputs, RecurrentProduct<T> hidden, long inputWork, long hiddenWork, Scratch scratch)
    {
        (Order, Inputs, Hidden) = (order, inputs, hidden);
        SharesRows = order.Batch >= FewestRows && Math.Max(inputWork, hiddenWork) * sizeof(T) <= MostBytes;
        _rows = new(order.Batch, Math.Max(FewestRows, (order.Batch + Gemm.Chunks - 1) / Gemm.Chunks), RunRows);
        hidden.Allocate(scratch);
        if (SharesRows) inputs.Allocate(scratch);
        _packed = SharesRows ? null : scratch.Allocate<T>(hidden.PackedLength(order.Batch)).Pointer;
        var perPanel = hiddenWork * order.Batch / Math.Max(1, hidden.Panels);
        _panels = new(hidden.Panels, (int)Math.Max(1, Gemm.Grain / 4 / Math.Max(1, perPanel)), MultiplyPanels);
        _cells = ParallelLoop.OverRows(order.Batch, (int)Math.Sqrt(hiddenWork) * 16, (from, to) => RunCells(_step, from, to));
    }

    protected StepOrder Order { get; }

    /// <summary>The product with W.</summary>
    protected RecurrentProduct<T> Inputs { get; }

    /// <summary>The product with U.</summary>
    protected RecurrentProduct<T> Hidden { get; }

    /// <summary>Whether threads take rows through the steps, with both products.</summary>
    protected bool SharesRows { get; }

    /// <summary>Whether steps go forward and products come before the cell; else they go back and products come after it.</summary>
    protected abstract bool IsForward { get; }

    /// <summary>The product with U at a step, for all rows.</summary>
    protected abstract (Rows<T> A, Rows<T> C, Rows<T> Addend) HiddenOperands(int step);

    /// <summary>A step for some rows, products and cells.</summary>
    /// <param name="step">The step.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">The row after the last.</param>
    /// <param name="packed">Memory for packed rows of either product.</param>
    protected abstract void RunStep(int step, int from, int to, T* packed);

    /// <summary>The cell of a row.</summary>
    protected abstract void RunCell(int step, int row);

    protected void PackWeights()
    {
        Hidden.PackWeights();
        if (SharesRows) Inputs.PackWeights();
    }

    /// <summary>Runs the steps from one on and before another, in the order of the recurrence.</summary>
    protected void RunSteps(int from, int to)
    {
        (_from, _to) = (from, to);
        if (SharesRows)
        {
            _rows.Run();
            return;
        }

        for (var i = 0; i < to - from; i++)
        {
            _step = At(i);
            if (!IsForward) _cells.Run();
            Hidden.PackRows(HiddenOperands(_step).A, Order.Batch, _packed);
            _panels.Run();
            if (IsForward) _cells.Run();
        }
    }

    /// <summary>The product with U at a step, for some rows.</summary>
    protected void MultiplyHidden(int step, int from, int to, T* packed)
    {
        var (a, c, addend) = HiddenOperands(step);
        Hidden.PackRows(a.At(from, 0), to - from, packed);
        Hidden.Multiply(packed, to - from, c.At(from, 0), addend.First == null ? default : addend.At(from, 0));
    }

    protected void RunCells(int step, int from, int to)
    {
        for (var row = from; row < to; row++) RunCell(step, row);
    }

    private int At(int index) => IsForward ? _from + index : _to - 1 - index;

    private void RunRows(int from, int to)
    {
        var length = (long)Math.Max(Inputs.PackedLength(to - from), Hidden.PackedLength(to - from));
        var packed = (T*)ThreadMemory.Take(length * sizeof(T));
        for (var i = 0; i < _to - _from; i++) RunStep(At(i), from, to, packed);
    }

    private void MultiplyPanels(int from, int to)
    {
        var (_, c, addend) = HiddenOperands(_step);
        Hidden.Multiply(_packed, Order.Batch, c, addend, from, to);
    }
}
