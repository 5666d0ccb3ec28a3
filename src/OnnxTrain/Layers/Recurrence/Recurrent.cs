namespace OnnxTrain;

/// <summary>
/// A recurrent layer of a cell of your own: it runs the cell over the steps of [batch, time, …]. It is trained, exported, and exported with
/// its training step like any other layer, for any number of steps.
/// </summary>
/// <param name="cell">The cell; its variables are below <c>cell</c>.</param>
/// <param name="reverse">Whether a row is read from its end.</param>
public sealed class Recurrent(RecurrentCell cell, bool reverse = false) : Module
{
    /// <summary>The cell.</summary>
    public RecurrentCell Cell { get; } = cell ?? throw new ArgumentNullException(nameof(cell));

    /// <summary>The outputs of all steps, [batch, time, …], for x [batch, time, …].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Write(x, null, null).Output;
    }

    /// <summary>The outputs of all steps for x [batch, time, …] and lengths, int64 [batch].</summary>
    /// <exception cref="NotSupportedException">There are other inputs.</exception>
    public override Value Forward(params Value[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs is [var x, var lengths] ? Write(x, lengths, null).Output : base.Forward(inputs);
    }

    /// <summary>The outputs of all steps and the states after the last, as a child of the module whose <c>Forward</c> is running.</summary>
    /// <param name="x">The input, [batch, time, …].</param>
    /// <param name="lengths">The number of steps of each row, int64 [batch], from 0 to time; all if null. From its length on, the outputs
    /// of a row are 0 and its states stay.</param>
    /// <param name="states">The states before the first step; those of <see cref="RecurrentCell.InitialStates"/> if null.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="NotSupportedException">The cell draws random numbers, updates a buffer or exposes an output.</exception>
    public (Value Output, Value[] States) Run(Value x, Value? lengths = null, Value[]? states = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Call(ModuleNames.Of(this), () => Write(x, lengths, states));
    }

    private (Value Output, Value[] States) Write(Value x, Value? lengths, Value[]? states)
    {
        if (x.Rank < 2) throw new ShapeException($"Recurrent: the input is {x.Type}; it must be [batch, time, …].");
        return LengthScan.Write(
            x, states ?? Cell.InitialStates(x), lengths, reverse,
            (input, before) => Cell.Call(ModuleNames.Of(Cell), () => Cell.Step(input, before)));
    }
}
