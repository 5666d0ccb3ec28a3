using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradient of a recurrence: back through the steps, some at a time. The gradients of their gates stay in the cache until the
/// products for the weights have read them.
/// </summary>
internal sealed unsafe class RecurrentBackward<T, TCell> : RecurrentSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, ICell<T>
{
    /// <summary>Rows of the steps that are taken together: the depth of one part of a matrix product.</summary>
    private const int PartRows = Parts.MaxDepth;

    private readonly RecurrentInputs<T> _given;
    private readonly RecurrentSlopes<T> _slopes;
    private readonly SavedSteps<T, TCell> _saved;
    private readonly Block<T> _gates, _products, _weights, _x, _both;
    private readonly WeightSlopes<T>[] _weightSlopes;
    private readonly Dictionary<int, Action> _multiplyInputs = [];
    private readonly ParallelLoop _gather, _scatter, _split;
    private readonly int _inputs, _units, _width, _partSteps;
    private int _first, _count;

    /// <param name="order">The rows and steps.</param>
    /// <param name="inputs">The length of the last axis of x.</param>
    /// <param name="units">The length of h.</param>
    /// <param name="given">What the recurrence read.</param>
    /// <param name="saved">What it saved.</param>
    /// <param name="slopes">The gradients.</param>
    /// <param name="scratch">Memory for as long as the kernel lives.</param>
    public RecurrentBackward(
        StepOrder order, int inputs, int units, RecurrentInputs<T> given, Block<T> saved, RecurrentSlopes<T> slopes, Scratch scratch)
        : base(
            order, RecurrentProduct.Create(given.InputWeight, inputs, TCell.Gates * units, isTransposed: false),
            RecurrentProduct.Create(given.HiddenWeight, units, TCell.Gates * units, isTransposed: false),
            (long)TCell.Gates * units * inputs, (long)TCell.Gates * units * units, scratch)
    {
        (_given, _slopes, _inputs, _units, _width) = (given, slopes, inputs, units, TCell.Gates * units);
        _saved = new(saved, order.Batch, order.Time, units);
        _partSteps = Math.Clamp(PartRows / Math.Max(1, order.Batch), 1, Math.Max(1, order.Time));
        var rows = _partSteps * order.Batch;
        int[] counts = [rows, order.Time % _partSteps * order.Batch];
        _gates = scratch.Allocate<T>(rows * _width);
        _products = TCell.AddsProduct ? _gates : scratch.Allocate<T>(rows * _width);
        _x = scratch.Allocate<T>(SharesRows ? order.Batch * inputs : rows * inputs);
        _both = scratch.Allocate<T>(rows * (inputs + units));
        _gather = ParallelLoop.OverRows(rows, inputs + units, Gather);
        _scatter = ParallelLoop.OverRows(rows, inputs, Scatter);
        _split = ParallelLoop.OverRows(_width, inputs + units, SplitRows);
        if (!SharesRows)
        {
            foreach (var count in counts.Distinct())
                _multiplyInputs[count] = Gemm.Bind(new GemmProblem<T>(_gates, given.InputWeight, _x, count, inputs, _width), scratch);
        }

        var (w, u) = (slopes.Inputs.InputWeight, slopes.Inputs.HiddenWeight);
        if (TCell.AddsProduct)
        {
            // The gradients of both products are the same: one product with x and h side by side.
            _weights = scratch.Allocate<T>(_width * (inputs + units));
            _weightSlopes = [new(_gates, _both, _weights, slopes.Inputs.InputBias, inputs + units, counts, scratch)];
        }
        else
        {
            _weightSlopes =
            [
                new(_gates, _both.Slice(0, rows * inputs), w, slopes.Inputs.InputBias, inputs, counts, scratch),
                new(_products, _both.Slice(rows * inputs, rows * units), u, slopes.Inputs.HiddenBias, units, counts, scratch),
            ];
        }
    }

    protected override bool IsForward => false;

    public void Run()
    {
        Order.Check();
        _slopes.LastHidden.Span.CopyTo(_slopes.Inputs.Hidden.Span);
        if (TCell.HasCell) _slopes.LastCell.Span.CopyTo(_slopes.Inputs.Cell.Span);
        PackWeights();
        var parts = (Order.Time + _partSteps - 1) / _partSteps;
        for (var part = Math.Max(0, parts - 1); part >= 0; part--) RunPart(part * _partSteps, part == Math.Max(0, parts - 1));
        if (TCell.AddsProduct) Split();
    }

    protected override (Rows<T> A, Rows<T> C, Rows<T> Addend) HiddenOperands(int step)
    {
        var slopes = new Rows<T>(_slopes.Inputs.Hidden.Pointer, _units);
        return (new(_products.Pointer + At(step, 0), _width), slopes, slopes);
    }

    protected override void RunStep(int step, int from, int to, T* packed)
    {
        RunCells(step, from, to);
        MultiplyHidden(step, from, to, packed);
        if (!TCell.AddsProduct || Inputs.RowsTogether != Hidden.RowsTogether)
            Inputs.PackRows(new(_gates.Pointer + At(step, from), _width), to - from, packed);
        Inputs.Multiply(packed, to - from, new(_x.Pointer + ((nint)from * _inputs), _inputs), default);
        for (var row = from; row < to; row++) Order.Write(_x.Span.Slice(row * _inputs, _inputs), _slopes.Inputs.X, row, step);
    }

    protected override void RunCell(int step, int row)
    {
        var first = (nint)row * _units;
        var memory = new CellRow<T>
        {
            Gates = _saved.Gates(step, row),
            Before = _saved.Before(step, row),
            CellBefore = step > 0 ? _saved.Cell(step - 1, row) : _given.Cell.Pointer + first,
            Cell = _saved.Cell(step, row),
            Upstream = _slopes.Y.Pointer + ((((nint)row * Order.Time) + Order.Place(row, step)) * _units),
            HiddenSlope = _slopes.Inputs.Hidden.Pointer + first,
            CellSlope = _slopes.Inputs.Cell.Pointer + first,
            GateSlopes = _gates.Pointer + At(step, row),
            ProductSlopes = _products.Pointer + At(step, row),
        };
        if (Order.IsActive(row, step))
        {
            CellLoop<T, TCell>.Backward(memory, _units);
            return;
        }

        // The product then adds nothing to the gradient of h, which goes past the step as it is.
        new Span<T>(memory.GateSlopes, _width).Clear();
        new Span<T>(memory.ProductSlopes, _width).Clear();
    }

    private nint At(int step, int row) => ((((nint)step - _first) * Order.Batch) + row) * _width;

    private void RunPart(int first, bool isFirst)
    {
        (_first, _count) = (first, Math.Min(_partSteps, Order.Time - first) * Order.Batch);
        RunSteps(first, Math.Min(Order.Time, first + _partSteps));
        if (!SharesRows)
        {
            _multiplyInputs[_count]();
            _scatter.Run();
        }

        _gather.Run();
        foreach (var weights in _weightSlopes) weights.Add(_count, isFirst);
    }

    /// <summary>x and h of rows of the part: side by side, or one matrix after the other.</summary>
    private void Gather(int from, int to)
    {
        for (var i = from; i < Math.Min(to, _count); i++)
        {
            var (step, row) = Math.DivRem(i, Order.Batch);
            var before = new Span<T>(_saved.Before(_first + step, row), _units);
            if (TCell.AddsProduct)
            {
                var both = _both.Span.Slice(i * (_inputs + _units), _inputs + _units);
                Order.Read(_given.X, row, _first + step, both[.._inputs]);
                before.CopyTo(both[_inputs..]);
                continue;
            }

            Order.Read(_given.X, row, _first + step, _both.Span.Slice(i * _inputs, _inputs));
            before.CopyTo(_both.Span[(_both.Length / (_inputs + _units) * _inputs)..].Slice(i * _units, _units));
        }
    }

    private void Scatter(int from, int to)
    {
        for (var i = from; i < Math.Min(to, _count); i++)
        {
            var (step, row) = Math.DivRem(i, Order.Batch);
            Order.Write(_x.Span.Slice(i * _inputs, _inputs), _slopes.Inputs.X, row, _first + step);
        }
    }

    /// <summary>dW and dU from the gradient of both, and the bias of U h, whose gradient is that of the bias of W x.</summary>
    private void Split()
    {
        _split.Run();
        if (_slopes.Inputs.InputBias.Length > 0) _slopes.Inputs.InputBias.Span.CopyTo(_slopes.Inputs.HiddenBias.Span);
    }

    private void SplitRows(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var both = _weights.Span.Slice(i * (_inputs + _units), _inputs + _units);
            both[.._inputs].CopyTo(_slopes.Inputs.InputWeight.Span.Slice(i * _inputs, _inputs));
            both[_inputs..].CopyTo(_slopes.Inputs.HiddenWeight.Span.Slice(i * _units, _units));
        }
    }
}
