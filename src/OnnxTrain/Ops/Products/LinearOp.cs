using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x · op(w) + c for each row of x […, in]: a linear layer on sequences, as one matrix product. op optionally transposes; c, a row
/// [out] or a tensor like y, is optional. With <see cref="FusesRelu"/> a ReLU is applied to the result.
/// </summary>
internal sealed record LinearOp(bool TransposeWeight = true, bool FusesRelu = false) : FloatOp
{
    public override string Name => FusesRelu ? "Linear + Relu" : "Linear";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, w) = (inputs[0].Shape, inputs[1].Shape);
        if (x.Rank < 2 || w.Rank != 2)
            throw new ShapeException($"Linear: the input {x} needs at least two axes, and the weight {w} two.");
        var (columns, outputs) = TransposeWeight ? (w[1], w[0]) : (w[0], w[1]);
        if (x[x.Rank - 1] != columns)
            throw new ShapeException($"Linear: the weight {w} takes {columns} inputs; the last axis of {x} has {x[x.Rank - 1]}.");
        TensorType y = new(inputs[0].ElementType, x.With(x.Rank - 1, outputs));
        if (inputs.Length > 2 && !inputs[2].Shape.Equals([outputs]) && inputs[2] != y)
            throw new ShapeException($"Linear: what is added has shape {inputs[2].Shape}; it must be [{outputs}] or {y.Shape}.");
        return [y];
    }

    // as of a matrix product of all rows
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (x, w, y, g) = (node.Inputs[0], node.Inputs[1], node.Outputs[0], gradients[0]!);
        if (FusesRelu) g = Value.Where(y > y.Number(0), g, g.Number(0));
        var (rows, slopes) = (Rows(x), Rows(g));
        var byX = new GemmOp(TransposeB: !TransposeWeight).Of(slopes, w).Reshape(x.Shape);
        var byW = TransposeWeight ? new GemmOp(TransposeA: true).Of(slopes, rows) : new GemmOp(TransposeA: true).Of(rows, slopes);
        return node.Inputs.Count > 2 ? [byX, byW, g.SumTo(node.Inputs[2].Shape)] : [byX, byW];
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs)
    {
        var depth = inputs[0].Shape[inputs[0].Shape.Rank - 1].Size;
        return ((2 * depth) + (inputs.Count > 2 ? 1 : 0) + (FusesRelu ? 1 : 0)) * outputs[0].Shape.ElementCount;
    }

    public override void ToOnnx(OnnxForm form)
    {
        var weight = TransposeWeight ? form.Step("Transpose", [form.Input(1)], OnnxAttribute.Ints("perm", [1, 0])) : form.Input(1);
        string[] product = [form.Input(), weight];
        if (form.Node.Inputs.Count < 3 && !FusesRelu)
        {
            form.EmitWith("MatMul", product);
            return;
        }

        string[] sum = form.Node.Inputs.Count < 3 ? [form.Step("MatMul", product)] : [form.Step("MatMul", product), form.Input(2)];
        if (!FusesRelu) form.EmitWith("Add", sum);
        else form.EmitWith("Relu", [sum.Length == 1 ? sum[0] : form.Step("Add", sum)]);
    }

    /// <summary>A following ReLU, and an addition if there is none yet, are applied when each tile of y is written.</summary>
    public override (Op Op, Value[] Inputs)? TryFuse(Node own, Node next)
    {
        if (FusesRelu) return null;
        if (next.Op is ReluOp) return (this with { FusesRelu = true }, [.. own.Inputs]);
        if (next.Op is not AddOp || own.Inputs.Count > 2) return null;
        var y = own.Outputs[0];
        var addend = next.Inputs[0] == y ? next.Inputs[1] : next.Inputs[0];
        var fits = addend != y && (addend.Type == y.Type || addend.Shape.Equals([y.Shape[y.Rank - 1]]));
        return fits ? (this, [.. own.Inputs, addend]) : null;
    }

    protected override Action Bind<T>(Binding binding)
    {
        var y = binding.OutputSizes(0);
        var problem = new GemmProblem<T>(
            binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), y.Before(y.Length - 1), y[^1], binding.InputSizes(0)[^1])
        {
            TransposeB = TransposeWeight,
            Addend = binding.InputCount > 2 ? binding.Input<T>(2) : default,
            FusesRelu = FusesRelu,
        };
        return Gemm.Bind(problem, binding.Scratch);
    }

    /// <summary>All rows as a matrix.</summary>
    internal static Value Rows(Value x) => x.Reshape([Shape.Create(x.Shape.Dimensions[..^1]).Product, x.Shape[x.Rank - 1]]);
}
