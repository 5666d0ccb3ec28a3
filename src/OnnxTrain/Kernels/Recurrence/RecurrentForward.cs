using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>A recurrence over rows [batch, time, inputs].</summary>
internal sealed unsafe class RecurrentForward<T, TCell> : RecurrentSteps<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TCell : struct, ICell<T>
{
    private readonly RecurrentInputs<T> _given;
    private readonly Block<T> _y, _hidden, _cell, _bias, _product, _none, _x;
    private readonly SavedSteps<T, TCell> _saved;
    private readonly int _inputs, _units, _width;
    private readonly Action _multiplyInputs = static () => { };

    /// <param name="order">The rows and steps.</param>
    /// <param name="inputs">The length of the last axis of x.</param>
    /// <param name="units">The length of h.</param>
    /// <param name="given">What it reads.</param>
    /// <param name="y">h at each place, [batch, time, units]; 0 from the length of a row on.</param>
    /// <param name="hidden">h after the last step, [batch, units].</param>
    /// <param name="cell">c after the last step, [batch, units].</param>
    /// <param name="saved">Memory of <see cref="SavedSteps{T, TCell}"/>; empty if nothing is saved.</param>
    /// <param name="scratch">Memory for as long as the kernel lives.</param>
    public RecurrentForward(
        StepOrder order, int inputs, int units, RecurrentInputs<T> given, Block<T> y, Block<T> hidden, Block<T> cell, Block<T> saved,
        Scratch scratch)
        : base(
            order, RecurrentProduct.Create(given.InputWeight, TCell.Gates * units, inputs, isTransposed: true),
            RecurrentProduct.Create(given.HiddenWeight, TCell.Gates * units, units, isTransposed: true),
            (long)TCell.Gates * units * inputs, (long)TCell.Gates * units * units, scratch)
    {
        (_given, _y, _hidden, _cell, _inputs, _units, _width) = (given, y, hidden, cell, inputs, units, TCell.Gates * units);
        var count = checked(order.Batch * order.Time);

        // Nothing is saved: two steps take turns, unless the gates of all steps are computed at once.
        var steps = saved.Length == 0 && SharesRows ? Math.Min(2, order.Time) : order.Time;
        if (saved.Length == 0) saved = scratch.Allocate<T>(checked(order.Batch * steps * units * SavedSteps<T, TCell>.Width));
        _saved = new(saved, order.Batch, steps, units);
        _bias = given.InputBias.Length == 0 ? default : scratch.Allocate<T>(_width);
        _none = scratch.Allocate<T>(units);
        _product = TCell.AddsProduct ? default : scratch.Allocate<T>(order.Batch * _width);
        _x = scratch.Allocate<T>(SharesRows ? order.Batch * inputs : checked(count * inputs));
        if (SharesRows) return;
        _multiplyInputs = order.Gather(given.X, _x, inputs).Run;
        _multiplyInputs += Gemm.Bind(
            new GemmProblem<T>(_x, given.InputWeight, _saved.AllGates, count, _width, inputs) { TransposeB = true, Addend = _bias },
            scratch);
    }

    protected override bool IsForward => true;

    public void Run()
    {
        Order.Check();
        AddBiases();
        PackWeights();
        _multiplyInputs();
        if (Order.Time > 0) _given.Hidden.Span.CopyTo(_saved.AllBefore.Span);
        RunSteps(0, Order.Time);
        if (Order.Time == 0) _given.Hidden.Span.CopyTo(_hidden.Span);
        if (!TCell.HasCell) return;
        var last = Order.Time == 0 ? _given.Cell.Span : new Span<T>(_saved.Cell(Order.Time - 1, 0), _cell.Length);
        last.CopyTo(_cell.Span);
    }

    protected override (Rows<T> A, Rows<T> C, Rows<T> Addend) HiddenOperands(int step)
    {
        var gates = new Rows<T>(_saved.Gates(step, 0), _width);
        var before = new Rows<T>(_saved.Before(step, 0), _units);
        return TCell.AddsProduct ? (before, gates, gates) : (before, new(_product.Pointer, _width), default);
    }

    protected override void RunStep(int step, int from, int to, T* packed)
    {
        for (var row = from; row < to; row++) Order.Read(_given.X, row, step, _x.Span.Slice(row * _inputs, _inputs));
        Inputs.PackRows(new(_x.Pointer + ((nint)from * _inputs), _inputs), to - from, packed);
        Inputs.Multiply(packed, to - from, new(_saved.Gates(step, from), _width), new(_bias.Pointer, 0));
        MultiplyHidden(step, from, to, packed);
        RunCells(step, from, to);
    }

    protected override void RunCell(int step, int row)
    {
        var memory = new CellRow<T>
        {
            Gates = _saved.Gates(step, row),
            Product = _product.Pointer + ((nint)row * _width),
            Bias = _given.HiddenBias.Length == 0 ? _none.Pointer : _given.HiddenBias.Pointer + (2 * _units),
            Before = _saved.Before(step, row),
            Hidden = step + 1 < Order.Time ? _saved.Before(step + 1, row) : _hidden.Pointer + ((nint)row * _units),
            CellBefore = step > 0 ? _saved.Cell(step - 1, row) : _given.Cell.Pointer + ((nint)row * _units),
            Cell = _saved.Cell(step, row),
        };
        var y = new Span<T>(_y.Pointer + ((((nint)row * Order.Time) + Order.Place(row, step)) * _units), _units);
        if (Order.IsActive(row, step))
        {
            CellLoop<T, TCell>.Forward(memory, _units);
            new Span<T>(memory.Hidden, _units).CopyTo(y);
            return;
        }

        y.Clear();
        new Span<T>(memory.Before, _units).CopyTo(new(memory.Hidden, _units));
        if (TCell.HasCell) new Span<T>(memory.CellBefore, _units).CopyTo(new(memory.Cell, _units));
    }

    /// <summary>The bias of U h is added with that of W x, except where the cell multiplies U h first: the last gate of a GRU.</summary>
    private void AddBiases()
    {
        if (_bias.Length == 0) return;
        var added = TCell.AddsProduct ? _width : _width - _units;
        _given.InputBias.Span.CopyTo(_bias.Span);
        TensorPrimitives.Add(_bias.Span[..added], _given.HiddenBias.Span[..added], _bias.Span[..added]);
    }
}
