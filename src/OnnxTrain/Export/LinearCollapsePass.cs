namespace OnnxTrain;

/// <summary>
/// Replaces each stack of linear layers by one layer: W₂(W₁x + b₁) + b₂ = (W₂W₁)x + (W₂b₁ + b₂). The product is computed in float64 and
/// rounded once, regardless of the length of the stack.
/// </summary>
internal sealed class LinearCollapsePass : GraphPass
{
    private readonly Dictionary<Value, LinearMap> _maps = [];
    private Readers _readers = new();

    public override PassKeeps Keeps => PassKeeps.Feeds | PassKeeps.Variables | PassKeeps.Numbers;

    public override string? Refuses(Graph graph) => RefusesTraining(graph);

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        _maps.Clear();
        _readers = new(graph);
        return base.Replace(graph);
    }

    public override Value[]? Rewrite(Node node, Value[] inputs)
    {
        var isRead = node.Inputs.Count > 0 && _maps.ContainsKey(node.Inputs[0]) && _readers.IsOnly(node.Inputs[0]);
        if (LinearMap.Of(node) is { } own)
        {
            _maps[node.Outputs[0]] = isRead ? own.After(_maps[node.Inputs[0]]) : own with { Input = inputs[0] };
            return isRead ? [_maps[node.Outputs[0]].Apply(node.Outputs[0].ElementType)] : null;
        }

        if (node.Op is not IdentityOp || !isRead) return null;
        _maps[node.Outputs[0]] = _maps[node.Inputs[0]];
        return [inputs[0]];
    }
}
