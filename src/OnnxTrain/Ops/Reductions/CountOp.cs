using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the number of elements of a shape, whose named axes are known only when data arrive; a scalar.</summary>
internal sealed record CountOp(Shape Counted, ElementType ElementType) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [new(ElementType, Shape.Scalar)];

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [];

    public override void ToOnnx(OnnxForm form)
    {
        var product = form.Step("ReduceProd", [form.Shape(Counted)], OnnxAttribute.Int("keepdims", 0));
        form.EmitWith("Cast", [product], OnnxAttribute.Int("to", (long)ElementType.ToOnnx()));
    }

    /// <summary>The number of elements, as a constant if all axes are known.</summary>
    public static Value Of(Shape shape, ElementType elementType) => shape.IsFixed
        ? Value.Constant(shape.ElementCount, elementType)
        : new CountOp(shape, elementType).Of();

    protected override Action Bind<T>(Binding binding)
    {
        var count = T.CreateChecked(Counted.Aggregate(1L, (product, d) => product * binding.Resolve(d)));
        var y = binding.Output<T>(0);
        return () => y.Span[0] = count;
    }
}
