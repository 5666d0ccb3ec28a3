using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = x with pairs of elements of each head turned by angles: (a, b) becomes (a · cos − b · sin, a · sin + b · cos) (Su et al., 2021,
/// "RoFormer: enhanced transformer with rotary position embedding"). x is [batch, heads, positions, width], or [batch, positions, heads,
/// width] if <c>IsSequenceFirst</c>; cos and sin are [positions, half], and elements from 2 · half on are kept. A pair is an element of the
/// first half and the one at its position in the second half, or two neighbours if <c>IsInterleaved</c>.
/// </summary>
internal sealed record RotaryEmbeddingOp(bool IsInterleaved = false, bool IsSequenceFirst = false) : FormulaOp
{
    /// <summary>The opset that introduced the operator.</summary>
    private const int Since = 23;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        var (x, cos) = (inputs[0].Shape, inputs[1].Shape);
        if (x.Rank != 4 || cos.Rank != 2 || inputs[1] != inputs[2] || cos[0] != x[IsSequenceFirst ? 1 : 2])
            throw new ShapeException(
                $"RotaryEmbedding: {inputs[0]} cannot be turned by cosines {inputs[1]} and sines {inputs[2]}; they must be "
                    + $"[batch, {(IsSequenceFirst ? "positions, heads" : "heads, positions")}, width] and [positions, half].");
        return x[3].IsFixed && cos[1].IsFixed && cos[1].Size * 2 <= x[3].Size
            ? [inputs[0]]
            : throw new ShapeException(
                $"RotaryEmbedding: heads of width {x[3]} cannot have {cos[1]} pairs; both must be numbers, and twice the pairs at most the "
                    + "width.");
    }

    // dL/dx = g turned back; dL/dcos and dL/dsin by the formula
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var (cos, sin, g) = (node.Inputs[1], node.Inputs[2], gradients[0]!);
        Value[] x = [.. node.Inputs.Select(input => input.Identity())];
        var parts = Gradients.Of(Formula(x)[0], x, g);
        return [Of(g, cos, -sin), parts[1], parts[2]];
    }

    // ONNX Runtime has the operator for whole heads; it takes heads before positions, and angles for each row
    public override void ToOnnx(OnnxForm form)
    {
        var (x, half) = (form.Node.Inputs[0], form.Node.Inputs[1].Shape[1]);
        if (form.Opset < Since || form.IsFloat64 || IsSequenceFirst || half.Size * 2 != x.Shape[3].Size)
        {
            base.ToOnnx(form);
            return;
        }

        var angles = form.Shape([x.Shape[0], x.Shape[2], half]);
        form.EmitWith(
            "RotaryEmbedding",
            [form.Input(), form.Step("Expand", [form.Input(1), angles]), form.Step("Expand", [form.Input(2), angles])],
            OnnxAttribute.Int("interleaved", IsInterleaved ? 1 : 0));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var half = x[1].Shape[1].Size;
        var (cos, sin) = IsSequenceFirst ? (x[1].Unsqueeze(1), x[2].Unsqueeze(1)) : (x[1], x[2]);
        var turned = x[0].Slice(3, 0, half * 2);
        Value a, b;
        if (IsInterleaved) (a, b) = (turned.Slice(3, 0, half * 2, 2), turned.Slice(3, 1, half * 2, 2));
        else (a, b) = (turned.Slice(3, 0, half), turned.Slice(3, half, half * 2));
        var (first, second) = ((a * cos) - (b * sin), (a * sin) + (b * cos));
        var y = IsInterleaved
            ? Value.Concat(4, first.Unsqueeze(4), second.Unsqueeze(4)).Reshape(turned.Shape)
            : Value.Concat(3, first, second);
        return [half * 2 == x[0].Shape[3].Size ? y : Value.Concat(3, y, x[0].Slice(3, half * 2))];
    }

    protected override unsafe Action Bind<T>(Binding binding)
    {
        var (x, cos, sin, y) = (binding.Input<T>(0), binding.Input<T>(1), binding.Input<T>(2), binding.Output<T>(0));
        int[] sizes = binding.InputSizes(0), angles = binding.InputSizes(1);
        var (width, half, positions) = (sizes[3], angles[1], angles[0]);
        var heads = IsSequenceFirst ? sizes[2] : 1; // rows of one position side by side
        var (step, other) = IsInterleaved ? (2, 1) : (1, half);
        return ParallelLoop.OverRows(sizes.Before(3), width, (from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var at = row / heads % positions * half;
                T* source = x.Pointer + ((nint)row * width), target = y.Pointer + ((nint)row * width);
                for (var i = 0; i < half; i++)
                {
                    var (a, b, c, s) = (source[i * step], source[(i * step) + other], cos.Pointer[at + i], sin.Pointer[at + i]);
                    target[i * step] = (a * c) - (b * s);
                    target[(i * step) + other] = (a * s) + (b * c);
                }

                for (var i = 2 * half; i < width; i++) target[i] = source[i];
            }
        }).Run;
    }
}

public partial class Value
{
    /// <summary>
    /// Rotary position embedding of queries or keys (Su et al., 2021, "RoFormer"): pairs of elements of each head are turned by the angles
    /// of their position. The layer <c>RotaryPositions</c> computes the angles.
    /// </summary>
    /// <param name="cos">The cosines, [positions, half] for this value [batch, heads, positions, width]; elements from 2 · half on are
    /// kept.</param>
    /// <param name="sin">The sines, of the same type.</param>
    /// <param name="interleaved">Whether a pair is two neighbours, as in the paper, instead of elements half a width apart, as in
    /// Llama.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Value RotaryEmbedding(Value cos, Value sin, bool interleaved = false) =>
        new RotaryEmbeddingOp(interleaved).Of(this, cos, sin);
}
