using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>y = a · b over the last two axes; the axes before them broadcast.</summary>
internal sealed record MatMulOp : FloatOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        if (a.Rank < 2 || b.Rank < 2) throw new ShapeException($"MatMul: {a} and {b} need at least two axes; Unsqueeze adds one.");
        if (a[a.Rank - 1] != b[b.Rank - 2])
            throw new ShapeException($"MatMul: {a} and {b} cannot be multiplied: {a[a.Rank - 1]} columns and {b[b.Rank - 2]} rows.");
        var outer = Shape.Broadcast(Outer(a), Outer(b), Name);
        return [new(inputs[0].ElementType, [.. outer, a[a.Rank - 2], b[b.Rank - 1]])];
    }

    // dL/da = g · bᵀ, dL/db = aᵀ · g, summed over the axes that stretched; of one matrix b for all rows, both as one product
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (a, b, g) = (node.Inputs[0], node.Inputs[1], gradients[0]!);
        if (b.Rank == 2)
        {
            var (rows, slopes) = (LinearOp.Rows(a), LinearOp.Rows(g));
            return [new GemmOp(TransposeB: true).Of(slopes, b).Reshape(a.Shape), new GemmOp(TransposeA: true).Of(rows, slopes)];
        }

        return [g.MatMul(SwapLast(b)).SumTo(a.Shape), SwapLast(a).MatMul(g).SumTo(b.Shape)];
    }

    // 2·m·n·k for each pair of matrices
    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs) =>
        2 * outputs[0].Shape.ElementCount * inputs[0].Shape[inputs[0].Shape.Rank - 1].Size;

    public override void ToOnnx(OnnxForm form) => form.Emit("MatMul");

    protected override Action Bind<T>(Binding binding)
    {
        var (a, b, y) = (binding.InputSizes(0), binding.InputSizes(1), binding.OutputSizes(0));
        var (m, n, k) = (y[^2], y[^1], a[^1]);
        var matrices = y.Before(y.Length - 2);
        if (b.Length == 2)
            return Gemm.Bind(
                new GemmProblem<T>(binding.Input<T>(0), binding.Input<T>(1), binding.Output<T>(0), matrices * m, n, k), binding.Scratch);

        var (offsetsA, offsetsB) = (Offsets(a, y, m * k), Offsets(b, y, k * n));
        var problems = new GemmProblem<T>[matrices];
        for (var i = 0; i < matrices; i++)
        {
            var (left, right) = (binding.Input<T>(0).Slice(offsetsA[i], m * k), binding.Input<T>(1).Slice(offsetsB[i], k * n));
            problems[i] = new(left, right, binding.Output<T>(0).Slice(i * m * n, m * n), m, n, k);
        }

        return BatchedGemm.Bind(problems, binding.Scratch);
    }

    private static Value SwapLast(Value x) =>
        x.Transpose([.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]);

    private static Shape Outer(Shape shape) => [.. shape.Take(shape.Rank - 2)];

    /// <summary>The offset of the operand's matrix for each matrix of the output.</summary>
    private static int[] Offsets(int[] operand, int[] output, int matrixSize)
    {
        var offsets = new int[output.Before(output.Length - 2)];
        for (var i = 0; i < offsets.Length; i++)
        {
            var (rest, stride) = (i, matrixSize);
            for (var axis = 3; axis <= output.Length; axis++)
            {
                (rest, var index) = Math.DivRem(rest, output[^axis]);
                if (axis > operand.Length) break;
                if (operand[^axis] > 1) offsets[i] += index * stride;
                stride *= operand[^axis];
            }
        }

        return offsets;
    }
}

public partial class Value
{
    /// <summary>The matrix product over the last two axes; the axes before them broadcast.</summary>
    /// <param name="other">[…, k, n] for this value […, m, k].</param>
    /// <returns>[…, m, n].</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value MatMul(Value other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rank == 2 && other.Rank == 2 ? new GemmOp().Of(this, other) : new MatMulOp().Of(this, other);
    }
}
