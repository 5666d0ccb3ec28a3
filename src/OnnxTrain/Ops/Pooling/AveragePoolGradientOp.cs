using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>dx = for each element the sum of g / count over the windows that it lies under: the transpose of average pooling.</summary>
/// <param name="Window">The window of the pooling.</param>
/// <param name="CountsPadding">Whether padding counts.</param>
/// <param name="Size">The spatial axes of x.</param>
internal sealed record AveragePoolGradientOp(Window Window, bool CountsPadding, Shape Size) : PoolOp(Window)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var g = inputs[0].Shape;
        if (g.Rank != Window.Rank + 2) throw new ShapeException($"{Name}: {g} has to have {Window.Rank + 2} axes.");
        Shape x = [g[0], g[1], .. Size];
        RequirePositions(x, g);
        return [new(inputs[0].ElementType, x)];
    }

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new AveragePoolOp(Window, CountsPadding).Of(gradients[0]!)];

    /// <summary>A transposed convolution with weights of 1, each channel by itself.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var g = form.Node.Inputs[0];
        if (form.IsFloat64)
        {
            form.Expand(x => [AxisMapOp.Backwards(AveragePoolOp.Maps(Name, Window, CountsPadding, Size), x[0])]);
            return;
        }

        if (!Size.IsFixed || !g.Shape[1].IsFixed)
            throw new NotSupportedException($"{Name}: {g.Shape} has named axes; a training step is exported for images of a known size.");
        var grid = new PoolGrid(Window.Axes, Size.Sizes());
        var shares = new double[grid.Positions];
        for (var p = 0; p < shares.Length; p++)
        {
            var (rest, width) = Math.DivRem(p, grid.Width.Positions);
            shares[p] = 1.0 / grid.Count(rest / grid.Height.Positions, rest % grid.Height.Positions, width, CountsPadding);
        }

        var (channels, taps) = (g.Shape[1].Size, Enumerable.Repeat(1.0, (int)g.Shape[1].Size * Window.Taps).ToArray());
        var parts = form.Step("Mul", [form.Input(), form.Numbers(shares, [1, 1, .. g.Shape.Skip(2)], g.ElementType)]);
        var ones = form.Numbers(taps, [channels, 1, .. Window.Kernel.Select(k => (Dimension)k)], g.ElementType);
        var rests = Window.Axes.Select((a, i) => ConvTransposeOp.Rest(a, Size[i], g.Shape[i + 2]));
        form.EmitWith(
            "ConvTranspose",
            [parts, ones],
            [.. Window.Attributes(), OnnxAttribute.Int("group", channels), OnnxAttribute.Ints("output_padding", rests)]);
    }

    protected override Action Bind<T>(Binding binding) =>
        Pooling.BindSpread(binding.Input<T>(0), binding.Output<T>(0), Grid(binding.OutputSizes(0)), CountsPadding, binding.Scratch);
}
