namespace OnnxTrain;

/// <summary>
/// Writes an inference graph again with batch normalization inside the convolution or linear layer before it:
/// γ · (w ∗ x + b − μ) / √(σ² + ε) + β = (w · f) ∗ x + (b − μ) · f + β with f = γ / √(σ² + ε), an f for each output.
/// </summary>
internal sealed class BatchNormalizationFold
{
    private readonly Dictionary<Value, int> _readers = [];

    private BatchNormalizationFold(Graph graph)
    {
        foreach (var value in graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Fetches))
            _readers[value] = _readers.GetValueOrDefault(value) + 1;
        foreach (var node in graph.Nodes) Rewrite(node);
    }

    /// <summary>What each value that changed has become.</summary>
    public Dictionary<Value, Value> Rewritten { get; } = [];

    /// <param name="values">Values of an inference graph.</param>
    /// <param name="feeds">The graph's inputs.</param>
    public static BatchNormalizationFold Of(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds) => new(new(feeds, values));

    private void Rewrite(Node node)
    {
        if (Fold(node) is { } folded)
        {
            Rewritten[node.Outputs[0]] = folded;
            return;
        }

        Value[] inputs = [.. node.Inputs.Select(Now)];
        if (inputs.SequenceEqual(node.Inputs)) return;
        using var scope = Scope.Named(node.Path);
        var outputs = node.Op.NodeOf(inputs).Outputs;
        for (var i = 0; i < outputs.Length; i++) Rewritten[node.Outputs[i]] = outputs[i];
    }

    private Value Now(Value value) => Rewritten.GetValueOrDefault(value, value);

    /// <summary>The layer that yields what the normalization yields, or null where there is none.</summary>
    private Value? Fold(Node normalization)
    {
        if (
            normalization.Op is not BatchNormalizationInferenceOp { Epsilon: var epsilon }
            || Layer(normalization.Inputs[0]) is not { } layer)
            return null;
        var output = normalization.Outputs[0];
        if (
            KnownNumbers.Of(layer.Inputs[1]) is not { } weight
            || KnownNumbers.Of(normalization.Inputs[1]) is not { } scale
            || KnownNumbers.Of(normalization.Inputs[2]) is not { } shift
            || KnownNumbers.Of(normalization.Inputs[3]) is not { } mean
            || KnownNumbers.Of(normalization.Inputs[4]) is not { } variance)
            return null;
        var bias = layer.Inputs.Count > 2 ? KnownNumbers.Of(layer.Inputs[2]) : new double[scale.Length];
        if (bias is null || bias.Length != scale.Length) return null;

        double[] factors = [.. scale.Select((s, i) => s / Math.Sqrt(variance[i] + epsilon))];
        var sizes = layer.Inputs[1].Shape.Sizes();
        double[] newWeight = [.. weight.Select((w, i) => w * factors[OutputOf(layer, sizes, i)])];
        double[] newBias = [.. bias.Select((b, i) => ((b - mean[i]) * factors[i]) + shift[i])];
        if (!newWeight.Concat(newBias).All(x => IsFinite(x, output.ElementType))) return null;

        var (weightName, biasName) = Names(layer);
        using var scope = Scope.Named(layer.Path);
        return layer.Op.Of(
            layer.Inputs[0],
            KnownNumbers.Constant(newWeight, layer.Inputs[1].Shape, output.ElementType, weightName),
            KnownNumbers.Constant(newBias, [newBias.Length], output.ElementType, biasName));
    }

    /// <summary>The convolution or linear layer, as it is by now, that yields a value which nothing else reads.</summary>
    private Node? Layer(Value value)
    {
        while (value.Producer is { Op: IdentityOp } same && _readers[value] == 1)
            value = same.Inputs[0];
        return
            _readers[value] == 1
            && Now(value).Producer is { Op: ConvOp { FusesRelu: false } or ConvTransposeOp or GemmOp { FusesRelu: false } } layer
            && (layer.Inputs.Count < 3 || layer.Inputs[2].Rank == 1)
            ? layer
            : null;
    }

    /// <summary>
    /// Which output the element <paramref name="index"/> of a layer's weights of these <paramref name="sizes"/> goes into.
    /// </summary>
    private static int OutputOf(Node layer, int[] sizes, int index)
    {
        var inner = sizes.Skip(2).Aggregate(1, (product, size) => product * size);
        var (first, second) = (index / inner / sizes[1], index / inner % sizes[1]);
        return layer.Op switch
        {
            GemmOp { TransposeB: false } => second,
            // [inputs, outputs / groups, taps …]: the group of the input tells the group of the output
            ConvTransposeOp { Groups: var groups } => (first / (sizes[0] / groups) * sizes[1]) + second,
            _ => first,
        };
    }

    private static (string? Weight, string? Bias) Names(Node layer)
    {
        var weight = NameOf(layer.Inputs[1]);
        if (layer.Inputs.Count > 2 && NameOf(layer.Inputs[2]) is { } bias) return (weight, bias);
        return (weight, weight is null ? null : Scope.Join(weight.LastIndexOf('.') is >= 0 and var dot ? weight[..dot] : "", "bias"));
    }

    private static string? NameOf(Value value) => value switch
    {
        VariableValue { Variable.Name: var name } => name,
        ConstantValue { Name: var name } => name,
        _ => null,
    };

    /// <summary>
    /// A variance below −ε, or a number beyond float32, is left to the runtime, which yields there what the model yields.
    /// </summary>
    private static bool IsFinite(double number, ElementType type) =>
        double.IsFinite(number) && ElementNumbers.Holds(type, number);
}
