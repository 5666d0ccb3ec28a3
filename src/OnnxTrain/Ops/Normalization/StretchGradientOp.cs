using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>dL/dx of an operator that is linear along axes, from g = dL/dy: the transposes of its maps in reverse order.</summary>
/// <param name="Forward">The operator, an <see cref="IAxisMapped"/>.</param>
/// <param name="Input">The shape of its input.</param>
internal sealed record StretchGradientOp(Op Forward, Shape Input) : FormulaOp
{
    private IAxisMapped Mapped => (IAxisMapped)Forward;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var output = Forward.InferTypes([new(inputs[0].ElementType, Input)])[0];
        return output == inputs[0]
            ? [new(inputs[0].ElementType, Input)]
            : throw new ShapeException($"StretchGradient: the gradient is {inputs[0]}; it must be {output}.");
    }

    // dL/dg = what becomes of the gradient, as of x
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [Mapped.Linear.Of(gradients[0]!)];

    /// <summary>Matrix products with the maps; if a length is not known, with the output of the operator for the unit matrix.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (Input.Zip(form.Node.Inputs[0].Shape).All(d => d.First == d.Second || (d.First.IsFixed && d.Second.IsFixed))) base.ToOnnx(form);
        else form.Expand(x => [Products(x[0])]);
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [AxisMapOp.Backwards(Mapped.Maps(Lengths(Input), Lengths(x[0].Shape)), x[0])];

    protected override Action Bind<T>(Binding binding)
    {
        var maps = Mapped.Maps(binding.OutputSizes(0), binding.InputSizes(0)).Reverse().Select(m => (m.Axis, m.Map.Transposed()));
        return AxisMap.Bind(binding.Input<T>(0), binding.InputSizes(0), [.. maps], binding.Output<T>(0), binding.Scratch);
    }

    // dL/dx = g W along an axis, since y = x Wᵀ; Wᵀ = f(1) for the unit matrix 1, each line of which is a unit vector. A zero more is for
    // an axis of no elements, of which ONNX Runtime's matrix product leaves its memory as it was.
    private Value Products(Value g)
    {
        foreach (var (axis, ofLines) in Mapped.Lines(Input))
        {
            var (places, last) = (Value.Arange(Input[axis]), g.Rank - 1);
            var unit = places.Reshape([1, 1, Input[axis], 1]).EqualTo(places).Cast(g.ElementType);
            var map = new PadOp(0, 0, 1).Of(ofLines.Of(unit).Reshape([Input[axis], g.Shape[axis]]).Transpose(1, 0));
            g = new PadOp(axis, 0, 1).Of(g);
            int[] swap = [.. Enumerable.Range(0, g.Rank).Select(i => i == axis ? last : i == last ? axis : i)];
            g = axis == last ? g.MatMul(map) : g.Transpose(swap).MatMul(map).Transpose(swap);
        }

        return g;
    }

    /// <summary>The axes as numbers; 1 for a named axis, which is unchanged.</summary>
    private static int[] Lengths(Shape shape) => [.. shape.Select(d => d.IsFixed ? (int)d.Size : 1)];
}
