namespace OnnxTrain;

/// <summary>
/// The base class of convolution layers. Weights are by default initialized uniformly on ±1/√(inputs / groups · taps), and biases always,
/// as in PyTorch.
/// </summary>
public abstract class ConvolutionLayer : Module
{
    private readonly int _axes;

    private protected ConvolutionLayer(
        int axes, int inputs, int outputs, Extent kernelSize, Extent stride, Padding padding, Extent dilation, int groups, bool bias,
        bool isTransposed, Initializer? initializer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentException($"{groups} groups do not divide {inputs} inputs and {outputs} outputs.", nameof(groups));
        (_axes, Inputs, Outputs, Groups) = (axes, inputs, outputs, groups);
        var kernel = kernelSize.For(axes, nameof(kernelSize), 1, 1);
        (Stride, Padding, Dilation) = (stride, padding, dilation);
        stride.For(axes, nameof(stride), 1, 1);
        dilation.For(axes, nameof(dilation), 1, 1);
        Shape shape = [isTransposed ? inputs : outputs, (isTransposed ? outputs : inputs) / groups, .. kernel.Select(k => (Dimension)k)];
        var bound = 1 / Math.Sqrt((double)(shape[1].Size * kernel.Aggregate(1L, (product, k) => product * k)));
        Weight = Parameter("weight", shape, initializer ?? Initializer.Uniform(-bound, bound));
        Bias = bias ? Parameter("bias", [outputs], Initializer.Uniform(-bound, bound)) : null;
    }

    /// <summary>[outputs, inputs / groups, taps …]; of a transposed convolution [inputs, outputs / groups, taps …].</summary>
    public Variable Weight { get; }

    /// <summary>[outputs], or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The number of channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>The number of channels of the output.</summary>
    public int Outputs { get; }

    /// <summary>The number of groups of channels that are convolved separately.</summary>
    public int Groups { get; }

    private protected Extent Stride { get; }

    private protected Padding Padding { get; }

    private protected Extent Dilation { get; }

    /// <exception cref="ShapeException">The image has other axes or channels than the layer.</exception>
    private protected void Require(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != _axes + 2 || x.Shape[1] != Inputs)
            throw new ShapeException(
                $"{GetType().Name}: {x.Shape} does not fit; it must be [batch, {Inputs}, {Window.SpatialNames(_axes)}].");
    }
}
