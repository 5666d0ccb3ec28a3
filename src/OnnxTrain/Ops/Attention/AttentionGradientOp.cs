using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// The gradients of attention by q, k and v, from q, k, v, the result y, ln Σ eˢ of the scores of each query, the gradient g of y, the mask
/// if there is one, and with dropout the address of its random numbers, or which weights it keeps.
/// </summary>
internal sealed record AttentionGradientOp(AttentionForm Form, bool HasMask) : FormulaOp
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var y = Form.Require(Name, inputs[0], inputs[1], inputs[2], HasMask ? inputs[6] : null);
        return inputs[3] == y && inputs[5] == y && inputs[4] == Form.Sums(inputs[0])
            ? [inputs[0], inputs[1], inputs[2]]
            : throw new ShapeException(
                $"AttentionGradient: result {inputs[3]}, sums {inputs[4]} and gradient {inputs[5]} do not fit; attention yields {y}.");
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs)
    {
        var (width, valueWidth) = (inputs[0].Shape[3].Size, inputs[2].Shape[3].Size);
        return 2 * Form.Scores(inputs[0], inputs[1]).ElementCount * ((3 * width) + (2 * valueWidth)) / (Form.IsCausal ? 2 : 1);
    }

    /// <summary>The gradients in other operators, heads before positions.</summary>
    public static (Value Q, Value K, Value V, Value Mask) Formula(AttentionForm form, IReadOnlyList<Value> x, Value? mask, Value? draws)
    {
        var keep = draws is null ? null : AttentionKeepOp.Of(draws, form, x[0].Type, x[1].Type);
        return form.Formula(x[0], x[1], x[2], mask, keep).Gradient(form.Turn(x[3]), x[4], form.Turn(x[5]));
    }

    protected override Value[] Formula(IReadOnlyList<Value> x)
    {
        var parts = Formula(Form, x, HasMask ? x[6] : null, Form.Dropout > 0 ? x[^1] : null);
        return [Form.Turn(parts.Q), Form.Turn(parts.K), Form.Turn(parts.V)];
    }

    protected override Action Bind<T>(Binding binding)
    {
        var sizes = Form.Sizes(binding);
        var blocks = Form.Blocks<T>(binding, sizes, HasMask ? 6 : null) with
        {
            Results = binding.Input<T>(3),
            LogSumExps = binding.Input<T>(4),
            Gradients = binding.Input<T>(5),
            ByQueries = binding.Output<T>(0),
            ByKeys = binding.Output<T>(1),
            ByValues = binding.Output<T>(2),
        };
        if (Form.Dropout == 0) return AttentionKernel.Backward(sizes, blocks, binding.Scratch);
        var draws = binding.InputCount - 1;
        if (binding.InputType(draws).ElementType == ElementType.Bool)
        {
            var given = blocks.Dropout! with { Given = binding.Input<bool>(draws) };
            return AttentionKernel.Backward(sizes, blocks with { Dropout = given }, binding.Scratch);
        }

        var address = binding.Input<long>(draws);
        return AttentionKernel.Backward(
            sizes, blocks with { Random = () => new((ulong)address.Span[0], (ulong)address.Span[1], (uint)address.Span[2]) },
            binding.Scratch);
    }
}
