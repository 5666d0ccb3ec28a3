namespace OnnxTrain;

/// <summary>
/// Adjacent parameters in the block of all parameters, as one vector: an elementwise rule updates it in one loop. The gaps between them
/// belong to no parameter, and are never read.
/// </summary>
internal sealed class ParameterRun
{
    /// <param name="block">The block of all parameters.</param>
    /// <param name="first">The index of the first parameter.</param>
    /// <param name="count">The number of parameters.</param>
    public ParameterRun(VariableBlock block, int first, int count)
    {
        var end = first + count == block.Variables.Count ? block.Whole.Count : block.Offsets[first + count];
        (Variables, Offset, Length) = ([.. block.Variables.Skip(first).Take(count)], block.Offsets[first], end - block.Offsets[first]);
        Offsets = [.. Enumerable.Range(first, count).Select(i => block.Offsets[i] - Offset)];
        IsWhole = Length == block.Whole.Count;
        View = IsWhole ? block.Whole : block.View($"{block.Whole.Name}.{Variables[0].Name}", Offset, [Length]);
    }

    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>Its offset in the block, in elements.</summary>
    public long Offset { get; }

    /// <summary>The number of its elements, gaps included.</summary>
    public long Length { get; }

    /// <summary>The offset of each parameter in it.</summary>
    public long[] Offsets { get; }

    /// <summary>Whether it is the whole block.</summary>
    public bool IsWhole { get; }

    /// <summary>Its memory as one variable [elements].</summary>
    public Variable View { get; }

    /// <summary>The longest possible runs of the given parameters.</summary>
    public static List<ParameterRun> Of(
        VariableBlock block, IReadOnlySet<Variable> parameters, Func<Variable, Variable, bool>? together = null)
    {
        var runs = new List<ParameterRun>();
        for (var first = 0; first < block.Variables.Count; first++)
        {
            if (!parameters.Contains(block.Variables[first])) continue;
            var end = first + 1;
            while (
                end < block.Variables.Count
                && parameters.Contains(block.Variables[end])
                && (together?.Invoke(block.Variables[first], block.Variables[end]) ?? true))
                end++;
            runs.Add(new(block, first, end - first));
            first = end - 1;
        }

        return runs;
    }

    /// <summary>Packs one value per parameter into one vector.</summary>
    public Value Pack(IEnumerable<Value> values) => new PackOp(Offsets, Length).Of([.. values]);

    /// <summary>The part of a vector that belongs to a parameter, in its shape.</summary>
    public Value Part(Value vector, int parameter)
    {
        var variable = Variables[parameter];
        return vector.Slice(0, Offsets[parameter], Offsets[parameter] + variable.Count).Reshape(variable.Shape);
    }
}
