using System.Numerics;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [length] = 0, 1, 2, …: the places along an axis that may be known only when data arrive.</summary>
internal sealed record RangeOp(Dimension Length, ElementType ElementType) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => ElementType.IsFloat()
        ? [new(ElementType, [Length])]
        : throw new ShapeException($"Range: {ElementType.Text()} is no element type of the result; float32 and float64 are.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [];

    public override void ToOnnx(OnnxForm form)
    {
        // The operator takes scalars; the length of an axis comes as a vector of one element.
        var length = form.Step("Squeeze", [form.Shape([Length]), form.Integers(0)]);
        var (first, step) = (Whole(0), Whole(1));
        form.EmitWith("Cast", [form.Step("Range", [first, length, step])], OnnxAttribute.Int("to", (long)ElementType.ToOnnx()));

        string Whole(long number) => form.Constant(TensorData.Of<long>([number], Shape.Scalar));
    }

    /// <summary>The places along an axis.</summary>
    public static Value Of(Dimension length, ElementType elementType) => new RangeOp(length, elementType).Of();

    protected override Action Bind<T>(Binding binding)
    {
        var y = binding.Output<T>(0);
        return () =>
        {
            for (var i = 0; i < y.Length; i++) y.Span[i] = T.CreateChecked(i);
        };
    }
}
