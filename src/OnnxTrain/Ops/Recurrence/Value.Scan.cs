namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// Runs a step along an axis of this value and carries a state from one step to the next: any recurrent cell. The number of steps may
    /// be named. The step is written once, on symbolic values; it may read other values, such as variables.
    /// </summary>
    /// <param name="state">The state before the first step, such as zeros of [batch, units].</param>
    /// <param name="step">Computes the output and the next state from a slice, which has all axes but that of the steps, and the state.
    /// It cannot draw random numbers or update buffers.</param>
    /// <param name="axis">The axis of the steps: 1 for [batch, time, features].</param>
    /// <param name="reverse">Whether the last slice comes first; outputs are at the places of their slices either way.</param>
    /// <returns>The outputs of all steps along the same axis, and the last state.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or the step changes the type of the state.</exception>
    /// <exception cref="NotSupportedException">The step draws random numbers or updates a buffer.</exception>
    /// <example>
    /// An exponential moving average, y[t] = 0.9 · y[t − 1] + 0.1 · x[t]:
    /// <code>
    /// var (average, _) = x.Scan(x[.., 0], (input, state) => (0.9 * state + 0.1 * input, 0.9 * state + 0.1 * input));
    /// </code>
    /// </example>
    public (Value Output, Value State) Scan(
        Value state, Func<Value, Value, (Value Output, Value State)> step, int axis = 1, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(step);
        var (outputs, states) = Scan([this], [state], (inputs, states) => Lists(step(inputs[0], states[0])), axis, reverse);
        return (outputs[0], states[0]);

        static (Value[], Value[]) Lists((Value Output, Value State) next) => ([next.Output], [next.State]);
    }

    /// <summary>Runs a step along an axis of several values and carries several states.</summary>
    /// <param name="inputs">The values to scan, with the same number of steps; one with fewer axes than <paramref name="axis"/> has its
    /// steps on its last axis.</param>
    /// <param name="states">The states before the first step.</param>
    /// <param name="step">Computes the outputs and the next states from the slices and the states.</param>
    /// <param name="axis">The axis of the steps, counted for the first input: 1 for [batch, time, features].</param>
    /// <param name="reverse">Whether the last slice comes first; outputs are at the places of their slices either way.</param>
    /// <returns>The outputs of all steps along the axis, or along a new last one, and the last states.</returns>
    /// <exception cref="ArgumentException">There is no input, or the step returns another number of states.</exception>
    /// <exception cref="ShapeException">The shapes do not fit, or the step changes the type of a state.</exception>
    /// <exception cref="NotSupportedException">The step draws random numbers or updates a buffer.</exception>
    public static (Value[] Outputs, Value[] States) Scan(
        IReadOnlyList<Value> inputs, IReadOnlyList<Value> states,
        Func<Value[], Value[], (Value[] Outputs, Value[] States)> step, int axis = 1, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(step);
        return ScanTrace.Write(inputs, states, step, axis, reverse);
    }
}
