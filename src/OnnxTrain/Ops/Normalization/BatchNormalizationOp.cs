using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · scale + bias for x [batch, channels, …], with mean and variance per channel over the batch and all
/// further axes, which are the second and third output (Ioffe and Szegedy, 2015, "Batch normalization"). Inputs are x, scale, bias, and
/// optionally a running mean and variance, which are not read here but replace those of the batch in inference. ONNX Runtime's operator
/// does not support training mode on every device, so the ONNX form is the formula.
/// </summary>
internal sealed record BatchNormalizationOp(double Epsilon) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        RequireChannels("BatchNormalization", inputs[0], inputs[1..]);
        return [inputs[0], inputs[1], inputs[1]];
    }

    // the operator of the gradient of y; dmean/dx = 1 / n, dvariance/dx = 2 · (x − mean) / n
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, scale, mean) = (node.Inputs[0], node.Inputs[1], node.Outputs[1]);
        var by = new Value?[node.Inputs.Count];
        if (gradients[0] is { } g)
            new BatchNormalizationGradientOp(Epsilon).NodeOf(x, scale, mean, node.Outputs[2], g).Outputs.CopyTo(by, 0);
        if (gradients[1] is { } gm) Add((PerChannel(gm, x) / Count(x)).Expand(x.Shape));
        if (gradients[2] is { } gv) Add((x - PerChannel(mean, x)) * (2 * PerChannel(gv, x) / Count(x)));
        return by;

        void Add(Value part) => by[0] = by[0] is { } sum ? sum + part : part;
    }

    public override Value[]? ForInference(IReadOnlyList<Value> inputs) => inputs.Count < 5
        ? null
        : [new BatchNormalizationInferenceOp(Epsilon).Of([.. inputs]), inputs[3], inputs[4]];

    /// <summary>A value per channel, reshaped to broadcast to x.</summary>
    public static Value PerChannel(Value value, Value x) => value.Reshape([value.Shape[0], .. Enumerable.Repeat((Dimension)1, x.Rank - 2)]);

    /// <summary>The axes that the statistics are taken over.</summary>
    public static int[] Axes(Value x) => [0, .. Enumerable.Range(2, x.Rank - 2)];

    /// <summary>The shape of those axes.</summary>
    public static Shape Counted(Value x) => [.. Axes(x).Select(axis => x.Shape[axis])];

    /// <summary>The number of elements per channel; at least 1, to divide by.</summary>
    public static Value Count(Value x)
    {
        var count = CountOp.Of(Counted(x), x.ElementType);
        return Counted(x).IsFixed ? count : Value.Max(count, count.Number(1));
    }

    public static void RequireChannels(string name, TensorType x, ReadOnlySpan<TensorType> perChannel)
    {
        if (x.Shape.Rank < 2 || !x.Shape[1].IsFixed)
            throw new ShapeException($"{name}: the input is {x}; it must be [batch, channels, …], the number of channels known.");
        foreach (var type in perChannel)
        {
            if (!type.Shape.Equals([x.Shape[1]]))
                throw new ShapeException(
                    $"{name}: {type.Shape} does not fit the input {x}, whose axis 1 has {x.Shape[1]} channels; it must be [{x.Shape[1]}]."
                );
        }
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var mean = x[0].Mean(keepAxes: true, Axes(x[0]));
        var d = x[0] - mean;
        var variance = (d * d).Mean(keepAxes: true, Axes(x[0]));
        var y = (d * (PerChannel(x[1], x[0]) / (variance + Epsilon).Sqrt())) + PerChannel(x[2], x[0]);
        return [y, mean.Reshape(x[1].Shape), variance.Reshape(x[1].Shape)];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = binding.InputSizes(0);
        return new ChannelNormalization<T>(sizes[0], sizes[1], sizes.After(1), Epsilon)
            .Forward(
                binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Output<T>(0), binding.Output<T>(1),
                binding.Output<T>(2))
            .Run;
    }
}
