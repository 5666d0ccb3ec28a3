namespace OnnxTrain;

/// <summary>
/// Folds batch normalization into the convolution or linear layer before it:
/// γ · (w ∗ x + b − μ) / √(σ² + ε) + β = (w · f) ∗ x + (b − μ) · f + β with f = γ / √(σ² + ε), one f per output.
/// </summary>
internal sealed class BatchNormalizationFoldPass : GraphPass
{
    private Readers _readers = new();

    public override PassKeeps Keeps => PassKeeps.Feeds | PassKeeps.Variables | PassKeeps.Numbers;

    public override string? Refuses(Graph graph) => RefusesTraining(graph);

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        _readers = new(graph);
        return base.Replace(graph);
    }

    public override Value[]? Rewrite(Node node, Value[] inputs) => Fold(node, inputs) is { } folded ? [folded] : null;

    /// <summary>The folded layer, which yields the output of the normalization, or null if there is none.</summary>
    private Value? Fold(Node normalization, Value[] inputs)
    {
        if (
            normalization.Op is not BatchNormalizationInferenceOp { Epsilon: var epsilon }
            || Layer(normalization.Inputs[0], inputs[0]) is not { } layer)
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
        using var scope = Trace.At(layer.Path);
        return layer.Op.Of(
            layer.Inputs[0],
            KnownNumbers.Constant(newWeight, layer.Inputs[1].Shape, output.ElementType, weightName),
            KnownNumbers.Constant(newBias, [newBias.Length], output.ElementType, biasName));
    }

    /// <summary>The convolution or linear layer that yields a value, if nothing else reads the value.</summary>
    /// <param name="value">The value before the pass.</param>
    /// <param name="now">The rewritten value.</param>
    private Node? Layer(Value value, Value now)
    {
        if (!_readers.IsOnly(value)) return null;
        while (value.Producer is { Op: IdentityOp } same && now.Producer is { Op: IdentityOp } sameNow)
        {
            (value, now) = (same.Inputs[0], sameNow.Inputs[0]);
            if (!_readers.IsOnly(value)) return null;
        }

        return
            now.Producer is { Op: ConvOp { FusesRelu: false } or ConvTransposeOp or GemmOp { FusesRelu: false } } layer
            && (layer.Inputs.Count < 3 || layer.Inputs[2].Rank == 1)
            ? layer
            : null;
    }

    /// <summary>
    /// The output channel of the element <paramref name="index"/> of a layer's weights with these <paramref name="sizes"/>.
    /// </summary>
    private static int OutputOf(Node layer, int[] sizes, int index)
    {
        var inner = sizes.Skip(2).Aggregate(1, (product, size) => product * size);
        var (first, second) = (index / inner / sizes[1], index / inner % sizes[1]);
        return layer.Op switch
        {
            GemmOp { TransposeB: false } => second,
            // [inputs, outputs / groups, taps …]: the group of the input is the group of the output
            ConvTransposeOp { Groups: var groups } => (first / (sizes[0] / groups) * sizes[1]) + second,
            _ => first,
        };
    }

    private static (string? Weight, string? Bias) Names(Node layer)
    {
        var weight = NameOf(layer.Inputs[1]);
        if (layer.Inputs.Count > 2 && NameOf(layer.Inputs[2]) is { } bias) return (weight, bias);
        return (weight, weight is null ? null : Trace.Join(weight.LastIndexOf('.') is >= 0 and var dot ? weight[..dot] : "", "bias"));
    }

    private static string? NameOf(Value value) => value switch
    {
        VariableValue { Variable.Name: var name } => name,
        ConstantValue { Name: var name } => name,
        _ => null,
    };

    /// <summary>
    /// A variance below −ε, or a number beyond float32, is not folded; the runtime then yields the same result as the model.
    /// </summary>
    private static bool IsFinite(double number, ElementType type) =>
        double.IsFinite(number) && ElementNumbers.Holds(type, number);
}
