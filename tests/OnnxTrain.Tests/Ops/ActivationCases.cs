using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Activations, each a composition of operators but the error function and PReLU, against their formulas.</summary>
internal static class ActivationCases
{
    private static readonly double[] Edges = [0, -0.0, 1, -1, 1e-30, -1e-30, 30, -30, 1e4, -1e4, 3e38, -3e38];
    private static readonly double[] NotFinite = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1, -1];

    /// <summary>Steep near 0 and flat beyond, none at a kink of the hard functions: 0 and ±3.</summary>
    private static readonly OpInput Smooth = Values([], -5, -3.5, -2.9, -1, -0.1, 0.1, 1, 2.9, 3.5);

    public static IEnumerable<OpCase> All() =>
        [
            .. Rows(typeof(ErfOp), "alone", x => x.Erf(), ErfReference.Erf),
            .. Rows(typeof(GeluOp), "GELU", x => x.Gelu(), x => 0.5 * x * (1 + ErfReference.Erf(x / Math.Sqrt(2)))),
            .. Rows(
                typeof(GeluGradientOp), "by x",
                x => new GeluGradientOp().Of(x, x * 0.5),
                x =>
                    0.5 * x * ((0.5 * (1 + ErfReference.Erf(x / Math.Sqrt(2)))) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)))),
            .. Rows(
                typeof(TanhOp), "GELU",
                x => x.Gelu(GeluApproximation.Tanh),
                x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))),
            .. Rows(typeof(SigmoidOp), "SiLU", x => x.Silu(), x => x / (1 + Math.Exp(-x))).Where(Finite),
            .. Rows(typeof(ExpOp), "Mish", x => x.Mish(), x => x * Math.Tanh(x > 700 ? x : Math.Log(1 + Math.Exp(x)))).Where(Finite),
            .. Rows(
                typeof(EluOp), "SELU",
                x => x.Selu(),
                x => 1.0507009873554805 * (x > 0 || double.IsNaN(x) ? x : 1.6732632423543772 * (Math.Exp(x) - 1))),
            .. Rows(typeof(EluOp), "CELU", x => x.Celu(1.5), x => x > 0 || double.IsNaN(x) ? x : 1.5 * (Math.Exp(x / 1.5) - 1)),
            .. Rows(
                typeof(EluOp), "CELU of a small α",
                x => x.Celu(0.25),
                x => x > 0 || double.IsNaN(x) ? x : 0.25 * (Math.Exp(x / 0.25) - 1)),
            .. Rows(typeof(ClipOp), "hard sigmoid", x => x.HardSigmoid(), HardSigmoid),
            .. Rows(typeof(ClipOp), "hard swish", x => x.HardSwish(), x => x * HardSigmoid(x)),
            .. Rows(typeof(DivOp), "softsign", x => x.Softsign(), x => x / (1 + Math.Abs(x))),
            .. Rows(typeof(GreaterOrEqualOp), "step", x => x.HardThreshold(), x => x >= 0 ? 1 : 0).Select(Flat),
            .. Rows(typeof(GreaterOrEqualOp), "sign", x => x.HardSign(), x => x >= 0 ? 1 : -1).Select(Flat),
            .. Slopes(),
        ];

    private static IEnumerable<OpCase> Rows(Type op, string name, Func<Value, Value> build, Func<double, double> f)
    {
        yield return Row("batch", Real(["batch", 3], -6, 6, 0.01) with { Draw = Smooth.Draw });
        yield return Row("a scalar", Real(Shape.Scalar, 0.2, 2));
        yield return Row("over a tile", Real([1027], 0.1, 2.9));
        var ownBuffer = Row("over its input's buffer", Real(["batch", 1025], -2.9, -0.1));
        yield return ownBuffer with { Build = x => [build(x[0] * 1)] };
        yield return Row("edges", Values(["batch", 12], Edges)) with { Gradient = GradientCheck.None };
        yield return Row("not finite", Values(["batch", 5], NotFinite)) with { Gradient = GradientCheck.None };

        OpCase Row(string note, OpInput input) => new(op, $"{name}, {note}", [input], x => build(x[0]), x => x[0].Map(f)) { Ulps = 8 };
    }

    private static IEnumerable<OpCase> Slopes()
    {
        (string Note, Shape X, Shape Slope)[] shapes =
        [
            ("one slope", ["batch", 4], [1]),
            ("a scalar slope", ["batch", 4], []),
            ("a slope for each column", ["batch", 4], [4]),
            ("a slope for each channel", ["batch", 3, 4], [3, 1]),
            ("a slope for each element", ["batch", 4], ["batch", 4]),
            ("scalars", [], []),
            ("over a tile", [3, 1027], [1027]),
        ];
        foreach (var (note, x, slope) in shapes)
            yield return new(
                typeof(PReluOp), note,
                [Real(x, -2, 2, 0.1), Real(slope)],
                v => v[0].PRelu(v[1]),
                v => Nd.Zip(v[0], v[1], PRelu));
        yield return new(
            typeof(PReluOp), "over its inputs' buffers",
            [Real([2, 600], -2, 2, 0.1), Real([2, 600])],
            v => (v[0] * 1).PRelu(v[1] * 1),
            v => Nd.Zip(v[0], v[1], PRelu));
        yield return new(
            typeof(PReluOp), "edges",
            [Values(["batch", 12], Edges), Values([12], 0.5, 2, -1)],
            v => v[0].PRelu(v[1]),
            v => Nd.Zip(v[0], v[1], PRelu))
        {
            Gradient = GradientCheck.None,
        };
    }

    private static double PRelu(double x, double slope) => x > 0 ? x : slope * x;

    private static double HardSigmoid(double x) => Math.Clamp((x / 6) + 0.5, 0, 1);

    /// <summary>x · σ(x) is −∞ · 0 at −∞, in all libraries.</summary>
    private static bool Finite(OpCase row) => !row.Note.EndsWith("not finite", StringComparison.Ordinal);

    private static OpCase Flat(OpCase row) => row with { Gradient = GradientCheck.Zero, Ulps = 0 };
}
