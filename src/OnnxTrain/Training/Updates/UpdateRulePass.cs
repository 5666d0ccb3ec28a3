namespace OnnxTrain;

/// <summary>
/// Applies an optimizer's rule, written for one parameter, to another parameter or a run of parameters. Values that depend on no parameter,
/// such as 1 − βᵗ, are computed once for all.
/// </summary>
/// <param name="replaced">The replacements of the parameter, its gradient and its optimizer state.</param>
/// <param name="own">The values that depend on the parameter, its gradient or its optimizer state.</param>
/// <param name="common">The values that the updates of all parameters share; null for a single update.</param>
internal sealed class UpdateRulePass(
    IReadOnlyDictionary<Value, Value> replaced, IReadOnlySet<Value> own, CommonValues? common) : GraphPass
{
    public override PassKeeps Keeps =>
        replaced.All(pair => pair.Key.Type == pair.Value.Type) ? PassKeeps.Bits : PassKeeps.Nothing;

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        if (common is null) return replaced;
        var all = new Dictionary<Value, Value>(replaced);
        foreach (var constant in graph.Nodes.SelectMany(n => n.Inputs).OfType<ConstantValue>()) all[constant] = common.Of(constant);
        return all;
    }

    public override Value[]? Rewrite(Node node, Value[] inputs) =>
        common is null || own.Overlaps(node.Inputs) ? null : common.Of(node, inputs);
}
