namespace OnnxTrain;

/// <summary>
/// Reverse-mode differentiation: walks the graph from its end and combines the operators' gradient rules by the chain rule,
/// ∂y/∂x = Σ ∂y/∂z · ∂z/∂x over all z computed from x. The result is also a graph, so it can be differentiated again.
/// </summary>
public static partial class Gradients
{
    /// <summary>The gradients of <paramref name="y"/> with respect to <paramref name="xs"/>; null if y does not depend on x.</summary>
    /// <param name="y">The value to differentiate.</param>
    /// <param name="xs">The values to differentiate with respect to.</param>
    /// <param name="upstream">The upstream gradient of <paramref name="y"/>, of the same type.</param>
    internal static Value?[] Of(Value y, IReadOnlyList<Value> xs, Value upstream)
    {
        if (upstream.Type != y.Type)
            throw new ShapeException(
                $"Gradient: the upstream gradient is {upstream.Type} and the value {y.Type}; they must have the same type.");
        return Of([y], xs, [upstream]);
    }

    /// <summary>
    /// The gradients of several values together, Σᵢ ∂yᵢ/∂x · upstreamᵢ, with respect to <paramref name="xs"/>; null if none depends on x.
    /// </summary>
    /// <param name="ys">The values to differentiate.</param>
    /// <param name="xs">The values to differentiate with respect to; null for none.</param>
    /// <param name="upstreams">The upstream gradients of <paramref name="ys"/>, of their types; null for one that does not count.</param>
    internal static Value?[] Of(IReadOnlyList<Value> ys, IReadOnlyList<Value?> xs, IReadOnlyList<Value?> upstreams)
    {
        var gradients = new Dictionary<Value, Value>();
        for (var i = 0; i < ys.Count; i++)
        {
            if (upstreams[i] is { } upstream) Accumulate(ys[i], upstream);
        }

        foreach (var node in Between([.. gradients.Keys], [.. xs.OfType<Value>()]).OrderByDescending(n => n.Sequence))
        {
            var outputs = Array.ConvertAll(node.Outputs, o => gradients.GetValueOrDefault(o));
            if (Array.TrueForAll(outputs, g => g is null)) continue;
            using var scope = Trace.Named(node.Path);
            var inputs = node.Op.Differentiate(node, outputs);
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i] is not { } gradient) continue;
                var input = node.Inputs[i];
                if (gradient.Type != input.Type)
                    throw new InvalidOperationException(
                        $"{node.Op.Name}: its gradient rule gives {gradient.Type} for input {i} of type {input.Type}.");
                Accumulate(input, gradient);
            }
        }

        return [.. xs.Select(x => x is null ? null : gradients.GetValueOrDefault(x))];

        void Accumulate(Value value, Value gradient) =>
            gradients[value] = gradients.TryGetValue(value, out var sum) ? Add(sum, gradient) : gradient;
    }

    /// <summary>The only operator that the chain rule itself needs: if a value is used twice, its gradients are added.</summary>
    private static partial Value Add(Value left, Value right);

    /// <summary>The nodes on a path from one of <paramref name="xs"/> to one of <paramref name="ys"/>.</summary>
    private static HashSet<Node> Between(IReadOnlyList<Value> ys, IReadOnlyList<Value> xs)
    {
        var leads = new Dictionary<Node, bool>();
        var targets = new HashSet<Value>(xs);
        foreach (var node in new Graph([.. InputsOf(ys)], ys).Nodes)
            leads[node] = node.Inputs.Any(i => targets.Contains(i) || (i.Producer is { } p && leads.GetValueOrDefault(p)));
        return [.. leads.Where(pair => pair.Value).Select(pair => pair.Key)];
    }

    private static IEnumerable<InputValue> InputsOf(IReadOnlyList<Value> ys)
    {
        var seen = new HashSet<Value>();
        var pending = new Stack<Value>(ys);
        while (pending.TryPop(out var value))
        {
            if (!seen.Add(value)) continue;
            if (value is InputValue input) yield return input;
            foreach (var needed in value.Producer?.Inputs ?? []) pending.Push(needed);
        }
    }
}
