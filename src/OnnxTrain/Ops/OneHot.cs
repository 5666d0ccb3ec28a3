using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y [… , depth] = 1 at each index, 0 elsewhere; an index outside −depth … depth − 1 gives zeros alone, as in ONNX.</summary>
internal sealed record OneHotOp(int Depth, ElementType ElementType) : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.Int64
        ? [new(ElementType, [.. inputs[0].Shape, Depth])]
        : throw new ShapeException($"OneHot: the indices are {inputs[0]}; they have to be int64.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form)
    {
        var offOn = OffOn(ElementType);
        if (form.Node.Inputs[0].Rank > 0)
        {
            form.EmitWith("OneHot", [form.Input(), form.Integers(Depth), form.Constant(offOn)]);
            return;
        }

        // ONNX wants an axis to begin with.
        var index = form.Step("Unsqueeze", [form.Input(), form.Integers(0)]);
        var row = form.Step("OneHot", [index, form.Integers(Depth), form.Constant(offOn)]);
        form.EmitWith("Squeeze", [row, form.Integers(0)]);
    }

    /// <summary>What ONNX writes where the index is not, and where it is.</summary>
    internal static TensorData OffOn(ElementType type) =>
        type == ElementType.Float64 ? TensorData.Of<double>([0, 1], [2]) : TensorData.Of<float>([0, 1], [2]);

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
    /// <summary>A new last axis with 1 at each index and 0 elsewhere; an index outside the range gives zeros alone.</summary>
    /// <param name="depth">The length of the new axis.</param>
    /// <param name="elementType">Float32 or Float64.</param>
    public Value OneHot(int depth, ElementType elementType = ElementType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        return elementType.IsFloat() ? new OneHotOp(depth, elementType).Of(this)
            : throw new ShapeException($"OneHot: {elementType.Text()} is no element type of the result; float32 and float64 are.");
    }
}
