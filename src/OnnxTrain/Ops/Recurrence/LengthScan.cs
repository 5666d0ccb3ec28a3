namespace OnnxTrain;

/// <summary>A scan of rows [batch, time, …] that have lengths of their own.</summary>
internal static class LengthScan
{
    /// <summary>
    /// From a row's length on, outputs are 0 and states stay; so, in reverse, a row begins at its own end. States have the batch as first
    /// axis.
    /// </summary>
    public static (Value Output, Value[] States) Write(
        Value x, Value[] states, Value? lengths, bool isReverse, Func<Value, Value[], (Value Output, Value[] States)> step)
    {
        var (outputs, last) = lengths is null
            ? Value.Scan([x], states, Plain, axis: 1, isReverse)
            : Value.Scan([x, lengths.LengthMask(x.Shape[1])], states, Masked, axis: 1, isReverse);
        return (outputs[0], last);

        (Value[], Value[]) Plain(Value[] inputs, Value[] before)
        {
            var (y, next) = step(inputs[0], before);
            return ([y], next);
        }

        (Value[], Value[]) Masked(Value[] inputs, Value[] before)
        {
            var (y, next) = step(inputs[0], before);
            return ([Choose(inputs[1], y, y.Number(0))], [.. next.Select((after, i) => Choose(inputs[1], after, before[i]))]);
        }
    }

    private static Value Choose(Value isActive, Value then, Value other) =>
        Value.Where(isActive.Unsqueeze([.. Enumerable.Range(1, then.Rank - 1)]), then, other);
}
