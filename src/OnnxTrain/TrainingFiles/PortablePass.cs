namespace OnnxTrain;

/// <summary>
/// Makes a training step portable: each variable is read and updated separately, not as a part of the block of all parameters; random
/// numbers come from values of the graph; feeds in the middle of a model become inputs.
/// </summary>
/// <param name="parameters">The block of the parameters.</param>
/// <param name="feeds">The replacements of the feeds, in order.</param>
/// <param name="draws">The source of random numbers.</param>
/// <param name="more">Further inputs, such as those for draws; enumerated after the last draw.</param>
/// <param name="rate">The learning rate of the step, and its replacement; null to keep it.</param>
internal sealed class PortablePass(
    VariableBlock parameters, IReadOnlyList<Value> feeds, Draws draws, IEnumerable<Value> more,
    (Value Rate, Value Now)? rate) : GraphPass
{
    private Dictionary<Variable, (Variable Parameter, long Offset)[]> _runs = [];
    private bool _isRandom;

    /// <summary>Only random numbers change, since they come from another source.</summary>
    public override PassKeeps Keeps => _isRandom ? PassKeeps.Types : PassKeeps.Bits;

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        _isRandom = graph.Nodes.Any(n => n.Op.IsRandom);
        _runs = graph
            .Variables.Concat(graph.Updates.Select(u => u.Variable))
            .Distinct()
            .Where(IsRun)
            .ToDictionary(v => v, Within);
        var replaced = _runs.ToDictionary(
            run => run.Key.ToValue(),
            run => new PackOp([.. run.Value.Select(p => p.Offset)], run.Key.Count).Of([.. run.Value.Select(p => p.Parameter.ToValue())]));
        if (rate is var (value, now)) replaced[value] = now;
        for (var i = 0; i < feeds.Count; i++)
        {
            if (feeds[i] != graph.Feeds[i]) replaced[graph.Feeds[i]] = feeds[i];
        }

        return replaced;
    }

    public override Value[]? Rewrite(Node node, Value[] inputs) => !node.Op.IsRandom
        ? null
        : node.Op.WithDraws(inputs, draws)
            ?? throw new InvalidOperationException($"{node.Op.Name} draws random numbers and does not support given ones.");

    public override IReadOnlyList<Value> Feeds(IReadOnlyList<Value> _) => [.. feeds, .. more];

    /// <summary>Splits the update of a run of parameters into one update per parameter.</summary>
    public override IEnumerable<Assignment> Update(Assignment update) => _runs.TryGetValue(update.Variable, out var parts)
        ? parts.Select(p => new Assignment(
            p.Parameter, update.NewValue.Slice(0, p.Offset, p.Offset + p.Parameter.Count).Reshape(p.Parameter.Shape)))
        : [update];

    /// <summary>Whether a variable is a vector of several parameters, or of one parameter with the gap after it.</summary>
    private bool IsRun(Variable variable) =>
        variable.HasStorage && variable.Buffer == parameters.Whole.Buffer && !parameters.Variables.Contains(variable);

    /// <summary>The parameters in a run, and their offsets in it.</summary>
    private (Variable Parameter, long Offset)[] Within(Variable run)
    {
        var size = parameters.ElementType.Size();
        return
        [
            .. parameters.Variables.Select(p => (p, (p.Offset - run.Offset) / size)).Where(p => p.Item2 >= 0 && p.Item2 < run.Count),
        ];
    }
}
