using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The gradient of a convolution by its weights: dw[o, c, k] = Σ g[n, o, p] · x[n, c, p · stride + k · dilation − before] over images n and
/// positions p.
/// </summary>
internal sealed record ConvWeightGradientOp(Window Window, int Groups) : ConvolutionOp(Window, Groups)
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, g) = (inputs[0].Shape, inputs[1].Shape);
        RequireGroups(x, "channels");
        RequireGroups(g, "outputs");
        Shape expected = [x[0], g[1], .. Window.Positions(Name, x)];
        if (!expected.Equals(g)) throw new ShapeException($"{Name}: the gradient {g} does not fit {x}; it must be {expected}.");
        return [new(inputs[0].ElementType, WeightShape(g[1], x[1]))];
    }

    // with v = dL/d(dw): dL/dx = the transpose of the convolution by v on g, dL/dg = the convolution of x by v
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, g, v) = (node.Inputs[0], node.Inputs[1], gradients[0]!);
        return [new ConvTransposeOp(Window, Groups, [.. x.Shape.Skip(2)]).Of(g, v), new ConvOp(Window, Groups).Of(x, v)];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) => Products(inputs[1], outputs[0]);

    /// <summary>
    /// This is also a convolution: images and channels are swapped, g is the weights, and stride and dilation are swapped. Extra positions
    /// beyond the taps are cropped.
    /// </summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (form.IsFloat64)
        {
            new UnfoldedConvolution(form, Window, Groups).WeightGradient();
            return;
        }

        var positions = form.Node.Inputs[1].Shape;
        var swapped = new Window([
            .. Window.Axes.Select((a, i) => a with
            {
                Kernel = positions[i + 2].IsFixed ? (int)positions[i + 2].Size : 1, Stride = a.Dilation, Dilation = a.Stride,
            }),
        ]);
        var x = ImagesAsChannels(form, 0);
        var g = ImagesAsOutputs(form, 1);

        // What the attribute would say of named axes the runtime reads from g itself.
        var attributes = swapped.Attributes().Where(a => a.Name != "kernel_shape" || positions.Skip(2).All(d => d.IsFixed));
        var all = form.Step("Conv", [x, g], [.. attributes, OnnxAttribute.Int("group", Groups)]);
        long[] axes = [.. Enumerable.Range(2, Window.Rank).Select(a => (long)a)];
        var cut = form.Step("Slice", [all, form.Integers(new long[Window.Rank]), form.Integers([.. Window.Kernel]), form.Integers(axes)]);
        form.EmitWith("Transpose", [cut], OnnxAttribute.Ints("perm", [1, 0, .. axes]));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (x, g) = (binding.InputSizes(0), binding.InputSizes(1));
        Window.Require(Name, x);
        var problem = Problem(
            binding.Input<T>(0), binding.Output<T>(0), binding.Input<T>(1), TapGrid.Forward(Window.Axes, x[2..]), x[0], x[1], g[1]);
        return Kernels.Convolution.BindWeightGradient(problem, binding.Scratch);
    }

    /// <summary>[batch, groups · channels, …] → [channels, groups · batch, …].</summary>
    private string ImagesAsChannels(OnnxForm form, int input)
    {
        int[] rest = [.. Enumerable.Range(3, Window.Rank)];
        if (Groups == 1)
            return form.Step("Transpose", [form.Input(input)], OnnxAttribute.Ints("perm", [1, 0, .. rest.Select(a => a - 1L)]));
        var shape = form.Node.Inputs[input].Shape;
        var channels = shape[1].Size / Groups;
        var isKnown = shape.Skip(2).All(d => d.IsFixed);
        long[] spatial = isKnown ? [.. shape.Skip(2).Select(d => d.Size)] : [];
        var parts = isKnown ? form.Integers([0, Groups, channels, .. spatial]) : form.Shape([shape[0], Groups, channels, .. shape.Skip(2)]);
        var split = form.Step("Reshape", [form.Input(input), parts]);
        var turned = form.Step("Transpose", [split], OnnxAttribute.Ints("perm", [2, 1, 0, .. rest.Select(a => (long)a)]));
        var joined = isKnown ? form.Integers([channels, -1, .. spatial]) : form.Shape([channels, shape[0] * Groups, .. shape.Skip(2)]);
        return form.Step("Reshape", [turned, joined]);
    }

    /// <summary>[batch, outputs, …] → [outputs, batch, …].</summary>
    private string ImagesAsOutputs(OnnxForm form, int input) =>
        form.Step(
            "Transpose",
            [form.Input(input)],
            OnnxAttribute.Ints("perm", [1, 0, .. Enumerable.Range(2, Window.Rank).Select(a => (long)a)]));
}
