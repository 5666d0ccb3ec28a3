namespace OnnxTrain;

/// <summary>
/// One step of a recurrent layer of your own, which <see cref="Recurrent"/> runs over sequences. Create variables and children in the
/// constructor, and write the step in <see cref="Step"/>.
/// </summary>
/// <example>
/// A minimal gated unit (Zhou et al., 2016), with the layer that runs it:
/// <code>
/// sealed class MinimalGatedUnit(int inputs, int units) : RecurrentCell(units)
/// {
///     private readonly Linear _forget = new(inputs + units, units), _candidate = new(inputs + units, units);
///
///     public override (Value Output, Value[] States) Step(Value input, Value[] states)
///     {
///         var h = states[0];
///         var f = Value.Concat(1, input, h).Apply(_forget).Sigmoid();
///         var next = ((1 - f) * h) + (f * Value.Concat(1, input, f * h).Apply(_candidate).Tanh());
///         return (next, [next]);
///     }
/// }
///
/// var network = new Sequential(new Recurrent(new MinimalGatedUnit(8, 32)), new Linear(32, 5));
/// </code>
/// </example>
public abstract class RecurrentCell : Module
{
    private readonly int[] _units;

    /// <summary>Creates a cell with states [batch, units].</summary>
    /// <param name="units">The number of units of each state.</param>
    /// <exception cref="ArgumentException">There is no state.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    protected RecurrentCell(params ReadOnlySpan<int> units)
    {
        if (units.IsEmpty) throw new ArgumentException("A recurrent cell needs at least one state.", nameof(units));
        foreach (var count in units) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(units));
        _units = units.ToArray();
    }

    /// <summary>The states before the first step: zeros, unless overridden.</summary>
    /// <param name="x">The whole input, [batch, time, …].</param>
    /// <returns>The states, with the batch as first axis.</returns>
    public virtual Value[] InitialStates(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return [.. _units.Select(units => x.Number(0).Expand([x.Shape[0], units]))];
    }

    /// <summary>
    /// The computation of one step. It cannot draw random numbers, update buffers or expose outputs, since it is run several times in a
    /// training step.
    /// </summary>
    /// <param name="input">The input of the step, [batch, …].</param>
    /// <param name="states">The states before it.</param>
    /// <returns>The output of the step, [batch, …], and the states after it, of the same types as before.</returns>
    public abstract (Value Output, Value[] States) Step(Value input, Value[] states);
}
