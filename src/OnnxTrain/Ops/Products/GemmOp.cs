using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = op(a) · op(b) + c for matrices; op optionally transposes; c, a row [n] for all rows or a matrix [m, n], is optional. With
/// <see cref="FusesRelu"/> a ReLU is applied to the result.
/// </summary>
internal sealed record GemmOp(bool TransposeA = false, bool TransposeB = false, bool FusesRelu = false) : FloatOp
{
    public override string Name => FusesRelu ? "Gemm + Relu" : "Gemm";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (a.Rank != 2 || b.Rank != 2) throw new ShapeException($"Gemm: {a} and {b} must be matrices.");
        var (m, depthA) = TransposeA ? (a[1], a[0]) : (a[0], a[1]);
        var (depthB, n) = TransposeB ? (b[1], b[0]) : (b[0], b[1]);
        if (depthA != depthB)
            throw new ShapeException(
                $"Gemm: the {Text(a, TransposeA)} and {Text(b, TransposeB)} cannot be multiplied: {depthA} columns and {depthB} rows.");
        if (inputs.Length > 2 && !inputs[2].Shape.Equals([n]) && !inputs[2].Shape.Equals([m, n]))
            throw new ShapeException($"Gemm: what is added has shape {inputs[2].Shape}; it must be [{n}] or [{m}, {n}].");
        return [new(inputs[0].ElementType, [m, n])];
    }

    // y = A·B: dL/dA = g·Bᵀ, dL/dB = Aᵀ·g; for a transposed operand the transposes of these; dL/dc = g, for a row the sum of its rows;
    // with a fused ReLU, only the gradient where y > 0 counts
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (a, b, y, g) = (node.Inputs[0], node.Inputs[1], node.Outputs[0], gradients[0]!);
        if (FusesRelu) g = Value.Where(y > y.Number(0), g, g.Number(0));
        var byA = TransposeA ? new GemmOp(TransposeB, true).Of(b, g) : new GemmOp(false, !TransposeB).Of(g, b);
        var byB = TransposeB ? new GemmOp(true, TransposeA).Of(g, a) : new GemmOp(!TransposeA).Of(a, g);
        return node.Inputs.Count > 2 ? [byA, byB, g.SumTo(node.Inputs[2].Shape)] : [byA, byB];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs)
    {
        var depth = inputs[0].Shape[TransposeA ? 0 : 1].Size;
        return ((2 * depth) + (inputs.Count > 2 ? 1 : 0) + (FusesRelu ? 1 : 0)) * outputs[0].Shape.ElementCount;
    }

    public override void ToOnnx(OnnxForm form)
    {
        AttributeProto[] transposes = [OnnxAttribute.Int("transA", TransposeA ? 1 : 0), OnnxAttribute.Int("transB", TransposeB ? 1 : 0)];
        if (!FusesRelu) form.Emit("Gemm", transposes);
        else form.EmitWith("Relu", [form.Step("Gemm", [.. form.Node.Inputs.Select((_, i) => form.Input(i))], transposes)]);
    }

    /// <summary>
    /// A following ReLU, and the addition of a matrix or row if there is none yet, are applied when each tile of y is written.
    /// </summary>
    public override (Op Op, Value[] Inputs)? TryFuse(Node own, Node next)
    {
        if (FusesRelu) return null;
        if (next.Op is ReluOp) return (this with { FusesRelu = true }, [.. own.Inputs]);
        if (next.Op is not AddOp || own.Inputs.Count > 2) return null;
        var addend = next.Inputs[0] == own.Outputs[0] ? next.Inputs[1] : next.Inputs[0];
        var (type, y) = (addend.Type, own.Outputs[0].Type);
        return addend != own.Outputs[0] && (type == y || type.Shape.Equals([y.Shape[1]])) ? (this, [.. own.Inputs, addend]) : null;
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (a, y) = (binding.InputSizes(0), binding.OutputSizes(0));
        var depth = TransposeA ? a[0] : a[1];
        var problem = new GemmProblem<T>(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), y[0], y[1], depth)
        {
            TransposeA = TransposeA,
            TransposeB = TransposeB,
            Addend = binding.InputCount > 2 ? binding.Input<T>(2) : default,
            FusesRelu = FusesRelu,
        };
        return Kernels.Gemm.Bind(problem, binding.Scratch);
    }

    private static string Text(Shape shape, bool isTransposed) => isTransposed ? $"transpose of the matrix {shape}" : $"matrix {shape}";
}

public partial class Value
{
    /// <summary>x · wᵀ + b: a linear layer.</summary>
    /// <param name="weight">[out, in].</param>
    /// <param name="bias">[out], or null.</param>
    /// <returns>[…, out] for this value […, in].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value Linear(Value weight, Value? bias = null)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (Rank == 2)
            return bias is null ? new GemmOp(TransposeB: true).Of(this, weight) : new GemmOp(TransposeB: true).Of(this, weight, bias);
        return bias is null ? new LinearOp().Of(this, weight) : new LinearOp().Of(this, weight, bias);
    }
}
