using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y [… , depth] = 1 at each index, 0 elsewhere; an index outside −depth … depth − 1 gives only zeros, as in ONNX.</summary>
internal sealed record OneHotOp(int Depth, ElementType ElementType) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.Int64
        ? [new(ElementType, [.. inputs[0].Shape, Depth])]
        : throw new ShapeException($"OneHot: the indices are {inputs[0]}; they must be int64.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].Rank > 0)
        {
            string[] inputs = [form.Input(), form.Integers(Depth), OffOn(form)];
            if (ElementType == ElementType.Float32) form.EmitWith("OneHot", inputs);
            else form.EmitWith("Cast", [form.Step("OneHot", inputs)], To(ElementType));
            return;
        }

        // ONNX wants an axis to begin with.
        var index = form.Step("Unsqueeze", [form.Input(), form.Integers(0)]);
        form.EmitWith("Squeeze", [Of(form, index, form.Integers(Depth), -1, ElementType), form.Integers(0)]);
    }

    /// <summary>Ones at the indices and zeros elsewhere.</summary>
    internal static string Of(OnnxForm form, string indices, string depth, int axis, ElementType type)
    {
        var ones = form.Step("OneHot", [indices, depth, OffOn(form)], OnnxAttribute.Int("axis", axis));
        return type == ElementType.Float32 ? ones : form.Step("Cast", [ones], To(type));
    }

    /// <summary>The off and on values in ONNX. ONNX Runtime's operator supports only float32.</summary>
    private static string OffOn(OnnxForm form) => form.Constant(TensorData.Of<float>([0, 1], [2]));

    private static AttributeProto To(ElementType type) => OnnxAttribute.Int("to", (long)type.ToOnnx());

    protected override Action Bind<T>(Binding binding)
    {
        var (indices, y) = (binding.Input<long>(0), binding.Output<T>(0));
        return ParallelLoop.OverRows(indices.Length, Depth, (from, to) =>
        {
            y.Span[(from * Depth)..(to * Depth)].Clear();
            for (var i = from; i < to; i++)
            {
                var index = indices.Span[i];
                if (index >= -Depth && index < Depth) y.Span[(i * Depth) + (int)(index < 0 ? index + Depth : index)] = T.One;
            }
        }).Run;
    }
}

public partial class Value
{
    /// <summary>A new last axis with 1 at each index and 0 elsewhere; an index outside the range gives only zeros.</summary>
    /// <param name="depth">The length of the new axis.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    public Value OneHot(int depth, ElementType elementType = ElementType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        return elementType.IsFloat() ? new OneHotOp(depth, elementType).Of(this)
            : throw new ShapeException($"OneHot: {elementType.Text()} is not supported as the element type of the result; float32 and "
                + "float64 are.");
    }
}
