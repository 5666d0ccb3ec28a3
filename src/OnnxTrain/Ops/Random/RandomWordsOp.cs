using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = random words, each element of <c>Drawn</c> with the upper <c>Bits</c> of 32, from the inputs seed and step: what a random operator
/// draws, as a value of the graph. <c>Stream</c> is the index of the operator among the random ones.
/// </summary>
internal sealed record RandomWordsOp(Shape Drawn, uint Stream, int Bits = 32) : Op
{
    public override int MinimumOpset => SeededDraws.MinimumOpset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        PhiloxForm.RequireCounters(Name, inputs);
        return [new(ElementType.Int64, Drawn)];
    }

    // a draw has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null, null];

    public override void ToOnnx(OnnxForm form)
    {
        var shape = form.Shape(Drawn);
        var count = form.Step("ReduceProd", [shape], OnnxAttribute.Int("keepdims", 0));
        var words = form.Step(
            "Slice",
            [PhiloxForm.Words(form, count, Stream), form.Integers(0), form.Step("Reshape", [count, form.Integers(1)])]);
        if (Bits < 32)
            words = form.Step("Div", [words, form.Constant(TensorData.Of<long>([1L << (32 - Bits)], Shape.Scalar))]);
        form.EmitWith("Reshape", [words, shape]);
    }

    public override Action Bind(Binding binding)
    {
        var (seed, step, y) = (binding.Input<long>(0), binding.Input<long>(1), binding.Output<long>(0));
        return ParallelLoop.OverRows((y.Length + 3) / 4, 16, (from, to) =>
        {
            var random = new RandomStream((ulong)seed.Span[0], (ulong)step.Span[0], Stream);
            Span<uint> four = stackalloc uint[4];
            for (var block = from; block < to; block++)
            {
                random.Words((ulong)block, four);
                for (var i = 0; i < Math.Min(four.Length, y.Length - (4 * block)); i++) y.Span[(4 * block) + i] = four[i] >> (32 - Bits);
            }
        }).Run;
    }
}
