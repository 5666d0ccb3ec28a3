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

    /// <summary>Matrix products with the maps, which must be known.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        if (!Input.IsFixed && Input.Zip(form.Node.Inputs[0].Shape).Any(d => d.First != d.Second && !(d.First.IsFixed && d.Second.IsFixed)))
            throw new NotSupportedException(
                $"{Forward.Name} of {Input} makes a named axis longer or shorter; its gradient cannot be written to ONNX. Give the "
                    + "length of the axis in numbers.");
        base.ToOnnx(form);
    }

    protected override Value[] Formula(IReadOnlyList<Value> x) =>
        [AxisMapOp.Backwards(Mapped.Maps(Lengths(Input), Lengths(x[0].Shape)), x[0])];

    protected override Action Bind<T>(Binding binding)
    {
        var maps = Mapped.Maps(binding.OutputSizes(0), binding.InputSizes(0)).Reverse().Select(m => (m.Axis, m.Map.Transposed()));
        return AxisMap.Bind(binding.Input<T>(0), binding.InputSizes(0), [.. maps], binding.Output<T>(0), binding.Scratch);
    }

    /// <summary>The axes as numbers; 1 for a named axis, which is unchanged.</summary>
    private static int[] Lengths(Shape shape) => [.. shape.Select(d => d.IsFixed ? (int)d.Size : 1)];
}
