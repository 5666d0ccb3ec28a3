using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>
/// The gradient of a recurrence: back through the steps, with the gradients of the gates of all steps kept; then dW, dU and dx are one
/// matrix product each.
/// </summary>
internal sealed unsafe class RecurrentBackward<T, TCell> : RecurrentSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, ICell<T>
{
    /// <summary>Columns of a bias that are summed together.</summary>
    private const int BiasColumns = 64;

    private readonly RecurrentInputs<T> _given;
    private readonly RecurrentSlopes<T> _slopes;
    private readonly SavedSteps<T, TCell> _saved;
    private readonly Block<T> _gates, _products;
    private readonly int _units, _width;
    private readonly ParallelLoop _gather;
    private readonly Action _after;

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
            order, RecurrentProduct.Create(given.HiddenWeight, units, TCell.Gates * units, isTransposed: false, scratch),
            TCell.Gates * units * units, isForward: false, scratch)
    {
        (_given, _slopes, _units, _width) = (given, slopes, units, TCell.Gates * units);
        var count = order.Batch * order.Time;
        _saved = new(saved, order.Batch, order.Time, units);
        _gates = scratch.Allocate<T>(count * _width);
        _products = TCell.AddsProduct ? _gates : scratch.Allocate<T>(count * _width);
        var (steps, stepSlopes) = (scratch.Allocate<T>(count * inputs), scratch.Allocate<T>(count * inputs));
        _gather = order.Gather(given.X, steps, inputs);
        _after = Gemm.Bind(new GemmProblem<T>(_gates, given.InputWeight, stepSlopes, count, inputs, _width), scratch);
        _after += order.Scatter(stepSlopes, slopes.Inputs.X, inputs).Run;
        _after += Gemm.Bind(
            new GemmProblem<T>(_gates, steps, slopes.Inputs.InputWeight, _width, inputs, count) { TransposeA = true }, scratch);
        _after += Gemm.Bind(
            new GemmProblem<T>(_products, _saved.AllBefore, slopes.Inputs.HiddenWeight, _width, units, count) { TransposeA = true },
            scratch);
        if (slopes.Inputs.InputBias.Length == 0) return;
        _after += SumRows(_gates, slopes.Inputs.InputBias).Run;
        if (TCell.AddsProduct) _after += () => slopes.Inputs.InputBias.Span.CopyTo(slopes.Inputs.HiddenBias.Span);
        else _after += SumRows(_products, slopes.Inputs.HiddenBias).Run;
    }

    public void Run()
    {
        Order.Check();
        _gather.Run();
        _slopes.LastHidden.Span.CopyTo(_slopes.Inputs.Hidden.Span);
        if (TCell.HasCell) _slopes.LastCell.Span.CopyTo(_slopes.Inputs.Cell.Span);
        RunSteps();
        _after();
    }

    protected override (Rows<T> A, Rows<T> C, bool Adds) Operands(int step) => (
        new(_products.Pointer + ((nint)step * Order.Batch * _width), _width), new(_slopes.Inputs.Hidden.Pointer, _units), true);

    protected override void RunCell(int step, int row)
    {
        var (at, first) = ((((nint)step * Order.Batch) + row) * _width, (nint)row * _units);
        var memory = new CellRow<T>
        {
            Gates = _saved.Gates(step, row),
            Before = _saved.Before(step, row),
            CellBefore = step > 0 ? _saved.Cell(step - 1, row) : _given.Cell.Pointer + first,
            Cell = _saved.Cell(step, row),
            Upstream = _slopes.Y.Pointer + ((((nint)row * Order.Time) + Order.Place(row, step)) * _units),
            HiddenSlope = _slopes.Inputs.Hidden.Pointer + first,
            CellSlope = _slopes.Inputs.Cell.Pointer + first,
            GateSlopes = _gates.Pointer + at,
            ProductSlopes = _products.Pointer + at,
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

    /// <summary>The sums of the columns of a matrix with as many columns as <paramref name="sums"/> has elements, row after row.</summary>
    private ParallelLoop SumRows(Block<T> matrix, Block<T> sums)
    {
        var rows = Order.Batch * Order.Time;
        return ParallelLoop.OverRows((_width + BiasColumns - 1) / BiasColumns, rows * BiasColumns, (from, to) =>
        {
            for (var block = from; block < to; block++)
            {
                var (first, columns) = (block * BiasColumns, Math.Min(BiasColumns, _width - (block * BiasColumns)));
                var sum = sums.Span.Slice(first, columns);
                sum.Clear();
                for (var row = 0; row < rows; row++) TensorPrimitives.Add(sum, matrix.Span.Slice((row * _width) + first, columns), sum);
            }
        });
    }
}
