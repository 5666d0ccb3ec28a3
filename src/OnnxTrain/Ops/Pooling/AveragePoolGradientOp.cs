using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>dx = for each element, the sum of g / count over the windows that contain it: the transpose of average pooling.</summary>
/// <param name="Window">The window of the pooling.</param>
/// <param name="CountsPadding">Whether padding counts.</param>
/// <param name="Size">The spatial axes of x.</param>
internal sealed record AveragePoolGradientOp(Window Window, bool CountsPadding, Shape Size) : PoolOp(Window)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var g = inputs[0].Shape;
        if (g.Rank != Window.Rank + 2) throw new ShapeException($"{Name}: {g} must have {Window.Rank + 2} axes.");
        Shape x = [g[0], g[1], .. Size];
        RequirePositions(x, g);
        return [new(inputs[0].ElementType, x)];
    }

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        [new AveragePoolOp(Window, CountsPadding).Of(gradients[0]!)];

    /// <summary>A depthwise transposed convolution with weights of 1.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var g = form.Node.Inputs[0];
        if (form.IsFloat64)
        {
            form.Expand(x => [AxisMapOp.Backwards(AveragePoolOp.Maps(Name, Window, CountsPadding, Size), x[0])]);
            return;
        }

        if (!g.Shape[1].IsFixed)
            throw new NotSupportedException($"{Name}: the channels of {g.Shape} are named; ONNX needs their number.");
        var (channels, taps) = (g.Shape[1].Size, Enumerable.Repeat(1.0, (int)g.Shape[1].Size * Window.Taps).ToArray());
        var parts = Size.IsFixed
            ? form.Step("Mul", [form.Input(), form.Numbers(Shares(), [1, 1, .. g.Shape.Skip(2)], g.ElementType)])
            : CountsPadding ? form.Step("Mul", [form.Input(), form.Scalar(1.0 / Window.Taps)])
            : form.Step("Div", [form.Input(), Counts(form)]);
        var ones = form.Numbers(taps, [channels, 1, .. Window.Kernel.Select(k => (Dimension)k)], g.ElementType);
        ConvTransposeOp.EmitTo(form, [parts, ones], Window, channels, Size, g.Shape);
    }

    private double[] Shares()
    {
        var grid = new PoolGrid(Window.Axes, Size.Sizes());
        var shares = new double[grid.Positions];
        for (var p = 0; p < shares.Length; p++)
        {
            var (rest, width) = Math.DivRem(p, grid.Width.Positions);
            shares[p] = 1.0 / grid.Count(rest / grid.Height.Positions, rest % grid.Height.Positions, width, CountsPadding);
        }

        return shares;
    }

    /// <summary>The number of elements of x in each window, for named axes: a sum of ones.</summary>
    private string Counts(OnnxForm form)
    {
        var image = form.Step("Expand", [form.Scalar(1), form.Shape([1, 1, .. Size])]);
        var ones = form.Numbers(
            [.. Enumerable.Repeat(1.0, Window.Taps)], [1, 1, .. Window.Kernel.Select(k => (Dimension)k)], form.Node.Inputs[0].ElementType);
        return form.Step("Conv", [image, ones], Window.Attributes());
    }

    protected override Action Bind<T>(Binding binding) =>
        Pooling.BindSpread(binding.Input<T>(0), binding.Output<T>(0), Grid(binding.OutputSizes(0)), CountsPadding, binding.Scratch);
}
