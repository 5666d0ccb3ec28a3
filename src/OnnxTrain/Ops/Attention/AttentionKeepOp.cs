using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Which weights of attention dropout keeps, <c>Weights</c> = [batch, heads, queries, keys], from the address of its random numbers: seed,
/// step and stream. Where the input is these booleans themselves, as in training files, it is passed on.
/// </summary>
internal sealed record AttentionKeepOp(Shape Weights, double Rate) : Op
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        TensorType kept = new(ElementType.Bool, Weights);
        return inputs[0] == AttentionOp.Address || inputs[0] == kept
            ? [kept]
            : throw new ShapeException($"AttentionKeep: the input is {inputs[0]}; it must be {AttentionOp.Address} or {kept}.");
    }

    // a draw has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override void ToOnnx(OnnxForm form)
    {
        if (form.Node.Inputs[0].ElementType != ElementType.Bool)
            throw new NotSupportedException("Dropout draws random numbers and belongs to training, where a file has them as values.");
        form.Emit("Identity");
    }

    public static Value Of(Value draws, AttentionForm form, TensorType q, TensorType k) =>
        new AttentionKeepOp(form.Scores(q, k), form.Dropout).Of(draws);

    public override Action Bind(Binding binding)
    {
        var y = binding.Output<bool>(0);
        if (binding.InputType(0).ElementType == ElementType.Bool)
        {
            var kept = binding.Input<bool>(0);
            return () => kept.Span.CopyTo(y.Span);
        }

        var (address, threshold) = (binding.Input<long>(0), DropoutOp.Threshold(Rate));
        return ParallelLoop.OverRows((y.Length + 3) / 4, 16, (from, to) =>
        {
            var random = new RandomStream((ulong)address.Span[0], (ulong)address.Span[1], (uint)address.Span[2]);
            Span<uint> four = stackalloc uint[4];
            for (var block = from; block < to; block++)
            {
                random.Words((ulong)block, four);
                for (var i = 0; i < Math.Min(four.Length, y.Length - (4 * block)); i++) y.Span[(4 * block) + i] = four[i] >= threshold;
            }
        }).Run;
    }
}
