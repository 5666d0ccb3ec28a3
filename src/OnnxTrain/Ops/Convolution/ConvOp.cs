using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Convolution (cross-correlation) y = w ∗ x + bias; the bias [outputs] is optional. With <see cref="FusesRelu"/> a ReLU is applied to the
/// result.
/// </summary>
internal sealed record ConvOp(Window Window, int Groups = 1, bool FusesRelu = false) : ConvolutionOp(Window, Groups)
{
    public override string Name => FusesRelu ? "Conv + Relu" : "Conv";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, w) = (inputs[0].Shape, inputs[1].Shape);
        var positions = Window.Positions(Name, x);
        RequireGroups(x, "channels");
        var expected = WeightShape(w.Rank > 0 ? w[0] : 1, x[1]);
        if (!w.Equals(expected))
            throw new ShapeException(
                $"{Name}: the weights {w} do not fit {x}; they must be {expected} for {Groups} group{(Groups == 1 ? "" : "s")}.");
        if (!w[0].IsFixed || w[0].Size % Groups != 0)
            throw new ShapeException($"{Name}: {Groups} groups do not divide the {w[0]} outputs of the weights {w}.");
        if (inputs.Length > 2 && !inputs[2].Shape.Equals([w[0]]))
            throw new ShapeException($"{Name}: the bias has shape {inputs[2].Shape}; it must be [{w[0]}].");
        return [new(inputs[0].ElementType, [x[0], w[0], .. positions])];
    }

    // dL/dx = the transpose of the convolution on g, dL/dw = Σ g · x over images and positions, dL/dbias = Σ g over all but the outputs;
    // with a fused ReLU, only the gradient where y > 0 counts
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, w, y, g) = (node.Inputs[0], node.Inputs[1], node.Outputs[0], gradients[0]!);
        if (FusesRelu) g = Value.Where(y > y.Number(0), g, g.Number(0));
        var byX = new ConvTransposeOp(Window, Groups, [.. x.Shape.Skip(2)]).Of(g, w);
        var byW = new ConvWeightGradientOp(Window, Groups).Of(x, g);
        return node.Inputs.Count > 2 ? [byX, byW, g.Sum(keepAxes: false, [0, .. Enumerable.Range(2, Window.Rank)])] : [byX, byW];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        Products(outputs[0], inputs[1]) + ((inputs.Count > 2 ? 1 : 0) + (FusesRelu ? 1 : 0)) * outputs[0].Shape.ElementCount;

    public override void ToOnnx(OnnxForm form)
    {
        AttributeProto[] attributes = [.. Window.Attributes(), OnnxAttribute.Int("group", Groups)];
        if (form.IsFloat64) new UnfoldedConvolution(form, Window, Groups).Forward(FusesRelu);
        else if (!FusesRelu) form.Emit("Conv", attributes);
        else form.EmitWith("Relu", [form.Step("Conv", [.. form.Node.Inputs.Select((_, i) => form.Input(i))], attributes)]);
    }

    /// <summary>A following ReLU is applied when each tile of y is written.</summary>
    public override (Op Op, Value[] Inputs)? TryFuse(Node own, Node next) =>
        !FusesRelu && next.Op is ReluOp ? (this with { FusesRelu = true }, [.. own.Inputs]) : null;

    protected override Action Bind<T>(Binding binding)
    {
        var (x, y) = (binding.InputSizes(0), binding.OutputSizes(0));
        Window.Require(Name, x);
        var problem = Problem(
            binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), TapGrid.Forward(Window.Axes, x[2..]), x[0], x[1], y[1]);
        return Kernels.Convolution.Bind(
            problem with
            {
                Bias = binding.InputCount > 2 ? binding.Input<T>(2) : default, FusesRelu = FusesRelu,
            },
            binding.Scratch);
    }
}
