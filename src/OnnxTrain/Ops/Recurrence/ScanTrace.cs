namespace OnnxTrain;

/// <summary>
/// Writes a step once, on symbolic slices, and makes it the body of a <see cref="ScanOp"/>. What the step computes from neither states nor
/// slices is computed once, before the scan.
/// </summary>
internal static class ScanTrace
{
    public static (Value[] Outputs, Value[] States) Write(
        IReadOnlyList<Value> inputs, IReadOnlyList<Value> states,
        Func<Value[], Value[], (Value[] Outputs, Value[] States)> step, int axis, bool isReverse)
    {
        if (inputs.Count == 0) throw new ArgumentException("Scan: there is nothing to scan; give at least one input.", nameof(inputs));
        var (at, begin) = (inputs[0].Shape.Axis(axis, "Scan"), inputs[0].Identity().Producer!.Sequence);
        var types = ScanOp.StepTypes([.. states.Concat(inputs).Select(v => v.Type)], states.Count, inputs.Count, at);
        InputValue[] own =
        [
            .. states.Select((_, i) => new InputValue(Invariant($"state{i}"), types[i])),
            .. inputs.Select((_, i) => new InputValue(Invariant($"input{i}"), types[states.Count + i])),
        ];
        var (updates, exposed) = (Trace.Updates, Trace.Outputs.Count);
        var (outputs, next) = step([.. own.Skip(states.Count)], [.. own.Take(states.Count)]);
        if (next.Length != states.Count)
            throw new ArgumentException($"Scan: the step got {states.Count} states and returned {next.Length}.", nameof(step));
        RequireNoEffects(updates, exposed);

        // The states before each step are outputs too, for the gradient; inference leaves them out.
        int[] kept = [.. Enumerable.Range(0, states.Count).Where(i => states[i].ElementType.IsFloat())];
        Value[] fetches = [.. next, .. outputs, .. kept.Select(i => own[i])];
        var given = Outside(fetches, own, begin);
        var graph = new Graph([.. own, .. given], fetches);
        Value[] feeds = [.. own, .. given.Select((value, i) => new InputValue(Invariant($"value{i}"), value.Type))];
        var body = new ScanBody(new(feeds, ScanBody.Apply(graph, feeds)));
        var all = new ScanOp(body, states.Count, inputs.Count, at, isReverse, kept).NodeOf([.. states, .. inputs, .. given]).Outputs;
        return (all[states.Count..(states.Count + outputs.Length)], all[..states.Count]);
    }

    /// <summary>The values that a step reads but does not compute from its states and slices, without constants.</summary>
    private static Value[] Outside(Value[] fetches, InputValue[] own, long begin)
    {
        var (isInside, outside) = (new Dictionary<Value, bool>(), new List<Value>());
        foreach (var value in own) isInside[value] = true;
        foreach (var fetch in fetches)
        {
            if (!IsInside(fetch)) Add(fetch);
        }

        return [.. outside];

        bool IsInside(Value value)
        {
            if (isInside.TryGetValue(value, out var known)) return known;
            if (value.Producer is not { } node || node.Sequence <= begin) return isInside[value] = false;
            bool[] inputs = [.. node.Inputs.Select(IsInside)];
            var result = inputs.Contains(true);
            if (node.Op.IsRandom) throw Random(node);
            for (var i = 0; i < inputs.Length && result; i++)
            {
                if (!inputs[i]) Add(node.Inputs[i]);
            }

            return isInside[value] = result;
        }

        void Add(Value value)
        {
            if (value is not ConstantValue && !outside.Contains(value)) outside.Add(value);
        }
    }

    private static NotSupportedException Random(Node node)
    {
        var place = node.Path.Length > 0 ? $" in {node.Path}" : "";
        return new(
            $"Scan: {node.Op.Name}{place} draws random numbers within a step, which is not supported. Apply it to the whole sequence "
                + "before or after the scan, or make a mask before the scan, which every step then uses.");
    }

    /// <summary>A step runs many times in a training step; a buffer changes, and an output is exposed, once.</summary>
    private static void RequireNoEffects(IReadOnlyList<Assignment> updates, int exposed)
    {
        if (Trace.Updates.FirstOrDefault(u => !updates.Contains(u)) is { Variable: { } variable })
            throw new NotSupportedException(
                $"Scan: the step updates the variable {variable}. A buffer changes once in a training step, not at each step of a "
                    + "sequence; use a layer without running statistics, such as LayerNorm, or apply this one to the whole sequence.");
        if (Trace.Outputs.Skip(exposed).Select(o => o.Name).FirstOrDefault() is { } name)
            throw new NotSupportedException(
                $"Scan: the step exposes '{name}', which has a value at each step; return it as an output of the step and expose that.");
    }
}
