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
        var between = Between(y, xs);
        var gradients = new Dictionary<Value, Value> { [y] = upstream };
        foreach (var node in between.OrderByDescending(n => n.Sequence))
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
                gradients[input] = gradients.TryGetValue(input, out var sum) ? Add(sum, gradient) : gradient;
            }
        }

        return [.. xs.Select(x => gradients.GetValueOrDefault(x))];
    }

    /// <summary>The only operator that the chain rule itself needs: if a value is used twice, its gradients are added.</summary>
    private static partial Value Add(Value left, Value right);

    /// <summary>The nodes on a path from one of <paramref name="xs"/> to <paramref name="y"/>.</summary>
    private static HashSet<Node> Between(Value y, IReadOnlyList<Value> xs)
    {
        var leads = new Dictionary<Node, bool>();
        var targets = new HashSet<Value>(xs);
        foreach (var node in new Graph([.. InputsOf(y)], [y]).Nodes)
            leads[node] = node.Inputs.Any(i => targets.Contains(i) || (i.Producer is { } p && leads.GetValueOrDefault(p)));
        return [.. leads.Where(pair => pair.Value).Select(pair => pair.Key)];
    }

    private static IEnumerable<InputValue> InputsOf(Value y)
    {
        var seen = new HashSet<Value>();
        var pending = new Stack<Value>([y]);
        while (pending.TryPop(out var value))
        {
            if (!seen.Add(value)) continue;
            if (value is InputValue input) yield return input;
            foreach (var needed in value.Producer?.Inputs ?? []) pending.Push(needed);
        }
    }
}
