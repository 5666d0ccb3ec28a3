using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = standard normal numbers, one for each element of <c>Drawn</c>, from the inputs seed and step: the same as in
/// <see cref="GaussianNoiseOp"/>. <c>Stream</c> is its index among the random operators.
/// </summary>
internal sealed record RandomNormalOp(Shape Drawn, uint Stream, ElementType ElementType) : FloatOp
{
    public override int MinimumOpset => SeededDraws.MinimumOpset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        PhiloxForm.RequireCounters(Name, inputs);
        return [new(ElementType, Drawn)];
    }

    // a draw has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null, null];

    // √(−2 ln u) · cos 2πv and √(−2 ln u) · sin 2πv, u and v two neighbouring words' upper 24 bits, u counted from 1 (Box and Muller, 1958)
    public override void ToOnnx(OnnxForm form)
    {
        var shape = form.Shape(Drawn);
        var count = form.Step("ReduceProd", [shape], OnnxAttribute.Int("keepdims", 0));
        var words = form.Step("Div", [PhiloxForm.Words(form, count, Stream), form.Constant(TensorData.Of<long>([1L << 8], Shape.Scalar))]);
        var pairs = form.Step("Reshape", [words, form.Integers(-1, 2)]);
        var (u, v) = (Column(0), Column(1));
        var unit = 1.0 / (1 << 24);
        var ones = form.Step("Add", [u, Number(1)]);
        var radius = form.Step("Sqrt", [form.Step("Mul", [form.Step("Log", [form.Step("Mul", [ones, Number(unit)])]), Number(-2)])]);
        var angle = form.Step("Mul", [v, Number(2 * Math.PI * unit)]);
        var both = form.Step(
            "Concat",
            [form.Step("Mul", [radius, form.Step("Cos", [angle])]), form.Step("Mul", [radius, form.Step("Sin", [angle])])],
            OnnxAttribute.Int("axis", 1));
        var all = form.Step("Reshape", [both, form.Integers(-1)]);
        form.EmitWith("Reshape", [form.Step("Slice", [all, form.Integers(0), form.Step("Reshape", [count, form.Integers(1)])]), shape]);

        string Number(double value) => form.Constant(TensorData.Scalar(value, ElementType));
        string Column(int index) =>
            form.Step(
                "Cast",
                [form.Step("Gather", [pairs, form.Integers(index)], OnnxAttribute.Int("axis", 1))],
                OnnxAttribute.Int("to", (long)ElementType.ToOnnx()));
    }

    protected override Action Bind<T>(Binding binding)
    {
        var (seed, step, y) = (binding.Input<long>(0), binding.Input<long>(1), binding.Output<T>(0));
        return () =>
        {
            var random = new RandomStream((ulong)seed.Span[0], (ulong)step.Span[0], Stream);
            y.Span.Clear();
            for (var start = 0; start < y.Length; start += Tiles.Size)
            {
                var part = y.Span[start..Math.Min(y.Length, start + Tiles.Size)];
                GaussianNoiseOp.AddNormals(random, (ulong)start / 4, T.One, part, part);
            }
        };
    }
}
