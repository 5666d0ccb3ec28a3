using static OnnxTrain.Tests.Ops.OpInput;
using static OnnxTrain.Tests.Ops.UnaryCases;

namespace OnnxTrain.Tests.Ops;

/// <summary>Rounding, powers, logarithms, trigonometric and hyperbolic functions, remainders.</summary>
internal static class MathCases
{
    /// <summary>Numbers away from the whole ones and the halves between them, where rounding jumps.</summary>
    private static readonly OpInput Between = new(
        null,
        [],
        (random, _) => random.Next(-5, 5) + (random.Next(2) * 0.5) + 0.1 + (0.3 * random.NextDouble()));

    public static IEnumerable<OpCase> All() =>
        [
            .. Function(typeof(FloorOp), x => x.Floor(), Math.Floor, Between, GradientCheck.Zero).Of(0),
            .. Function(typeof(CeilingOp), x => x.Ceiling(), Math.Ceiling, Between, GradientCheck.Zero).Of(0),
            .. Function(typeof(RoundOp), x => x.Round(), x => Math.Round(x, MidpointRounding.ToEven), Between, GradientCheck.Zero).Of(0),
            .. Function(typeof(TruncateOp), x => x.Truncate(), Math.Truncate, Between, GradientCheck.Zero).Of(0),
            new(
                typeof(RoundOp), "halves go to the even number",
                [Values(["batch", 8], -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 1e7)],
                x => x[0].Round(),
                x => Nd.Of(x[0].Sizes, i => ((double[])[-2, -2, 0, 0, 2, 2, 4, 1e7])[i[1]]))
            {
                Ulps = 0, Gradient = GradientCheck.None,
            },
            .. Function(typeof(ReciprocalOp), x => x.Reciprocal(), x => 1 / x, Real([], -3, 3, 0.3)).Of(1, edges: false),
            OpCase.Composed(
                "Rsqrt", "positive numbers",
                [Real(["batch", 5], 0.3, 4)],
                x => x[0].Rsqrt(),
                x => x[0].Map(v => 1 / Math.Sqrt(v))
            ) with
            {
                Ulps = 2,
            },
            OpCase.Composed("Square", "a batch", [Real(["batch", 5])], x => x[0].Square(), x => x[0].Map(v => v * v)),
            .. Function(typeof(TanOp), x => x.Tan(), Math.Tan, Real([], -1.4, 1.4)).Of(4, edges: false),
            .. Function(typeof(AsinOp), x => x.Asin(), Math.Asin, Real([], -0.9, 0.9)).Of(4),
            .. Function(typeof(AcosOp), x => x.Acos(), Math.Acos, Real([], -0.9, 0.9)).Of(4),
            .. Function(typeof(AtanOp), x => x.Atan(), Math.Atan, Real([], -4, 4)).Of(4),
            .. Function(typeof(SinhOp), x => x.Sinh(), Math.Sinh, Real([])).Of(4),
            .. Function(typeof(CoshOp), x => x.Cosh(), Math.Cosh, Real([])).Of(4),
            .. Function(typeof(AsinhOp), x => x.Asinh(), Math.Asinh, Real([], -4, 4)).Of(4, edges: false),
            .. Function(typeof(AcoshOp), x => x.Acosh(), Math.Acosh, Real([], 1.2, 5)).Of(4, edges: false),
            .. Function(typeof(AtanhOp), x => x.Atanh(), Math.Atanh, Real([], -0.9, 0.9)).Of(4),
            .. Function(typeof(Log2Op), x => x.Log2(), Math.Log2, Real([], 0.2, 4)).Of(4, edges: false),
            .. Function(typeof(Log10Op), x => x.Log10(), Math.Log10, Real([], 0.2, 4)).Of(4, edges: false),
            .. Function(typeof(Exp2Op), x => x.Exp2(), x => Math.Pow(2, x), Real([], -6, 6)).Of(4),
            .. Function(typeof(Log1POp), x => x.Log1P(), double.LogP1, Real([], -0.8, 4)).Of(4, edges: false),
            .. Function(typeof(ExpM1Op), x => x.ExpM1(), ExpM1, Real([])).Of(4),
            new(
                typeof(Log1POp), "at its ends",
                [Values(["batch", 7], -1, -2, double.PositiveInfinity, double.NaN, 0, 1e-30, 3e38)],
                x => x[0].Log1P(),
                x => x[0].Map(v => v == 1e-30f ? v : Math.Log(1 + v)))
            {
                Ulps = 4, Gradient = GradientCheck.None,
            },
            .. Tiny(typeof(Log1POp), x => x.Log1P(), x => x - (x * x / 2) + (x * x * x / 3)),
            .. Tiny(typeof(ExpM1Op), x => x.ExpM1(), x => x + (x * x / 2) + (x * x * x / 6)),
            // ONNX Runtime subtracts e⁻ˣ from eˣ.
            .. Tiny(typeof(SinhOp), x => x.Sinh(), x => x + (x * x * x / 6)).Select(row => row with { IsExported = false }),
            .. Tiny(typeof(AsinhOp), x => x.Asinh(), x => x - (x * x * x / 6)),
            .. Tiny(typeof(AtanhOp), x => x.Atanh(), x => x + (x * x * x / 3)),
            .. Tiny(typeof(TanOp), x => x.Tan(), x => x + (x * x * x / 3)),
            .. Tiny(typeof(AsinOp), x => x.Asin(), x => x + (x * x * x / 6)),
            .. Tiny(typeof(AtanOp), x => x.Atan(), x => x - (x * x * x / 3)),
            .. Remainders(),
            .. Angles(),
        ];

    /// <summary>Numbers near zero, magnified, against the series of the function.</summary>
    private static IEnumerable<OpCase> Tiny(Type op, Func<Value, Value> build, Func<double, double> series)
    {
        yield return new(
            op, "results near 0 keep their digits",
            [Real(["batch", 1030], -1e-4, 1e-4)],
            x => build(x[0]) * 1e4,
            x => x[0].Map(v => series(v) * 1e4))
        {
            Ulps = 4, Gradient = GradientCheck.None,
        };
        yield return new(
            op, "tiny results keep their digits",
            [Real(["batch", 1030], -1e-8, 1e-8)],
            x => build(x[0]) * 1e8,
            x => x[0].Map(v => series(v) * 1e8))
        {
            Ulps = 4, Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> Remainders()
    {
        // quotients between −3.9 and 3.9, away from the whole ones, where the functions jump
        var dividend = new OpInput(
            null,
            ["batch", 3],
            (random, i) => (i % 2 == 0 ? 1 : -1) * (random.Next(4) + 0.1 + (0.8 * random.NextDouble())) * Divisor(i));
        var divisor = new OpInput(null, [3], (_, i) => Divisor(i));
        (string Note, Func<Value, Value, Value> Build, Func<double, double, double> F, Type Op)[] functions =
        [
            ("", (a, b) => a.FMod(b), Math.IEEERemainder, typeof(FModOp)),
            ("", (a, b) => a.Remainder(b), (a, b) => a - (b * Math.Floor(a / b)), typeof(RemainderOp)),
        ];
        foreach (var (_, build, f, op) in functions)
        {
            Func<double, double, double> reference = op == typeof(FModOp) ? (a, b) => a - (b * Math.Truncate(a / b)) : f;
            yield return new(op, "rows of divisors", [dividend, divisor], x => build(x[0], x[1]), x => Nd.Zip(x[0], x[1], reference))
            {
                Ulps = 2,
            };
            yield return new(
                op, "a column and a row",
                [Values([5, 1], -7, 7, 5.5, -0.5, 0), Values([1, 3], 3, -3, 1.25)],
                x => build(x[0], x[1]),
                x => Nd.Zip(x[0], x[1], reference))
            {
                Ulps = 2, Gradient = GradientCheck.None,
            };
            yield return new(
                op, "not finite",
                [
                    Values(["batch", 6], 1, -1, double.PositiveInfinity, double.NaN, 2, 3),
                    Values([6], double.NaN, 0, 2, 1, 0, double.NegativeInfinity),
                ],
                x => build(x[0], x[1] * 1),
                x => Nd.Zip(x[0], x[1], (a, b) => double.IsInfinity(b) ? (op == typeof(FModOp) ? a : b) : reference(a, b)))
            {
                Gradient = GradientCheck.None,
            };
            yield return new(
                op, "a number",
                [Values(["batch", 4], -7, 7, 6.5, -0.5)],
                x => build(x[0], x[0].Number(3)),
                x => x[0].Map(a => reference(a, 3)))
            {
                Ulps = 2,
            };
            foreach (var type in (ElementType[])[ElementType.Int32, ElementType.Int64])
            {
                yield return new(
                    op, $"of {type.Text()}",
                    [Whole(["batch", 5], -9, 10, type), Whole([5], -4, 5, type, but: 0)],
                    x => build(x[0], x[1]),
                    x => Nd.Zip(x[0], x[1], reference))
                {
                    Ulps = 0, Gradient = GradientCheck.Zero,
                };
            }
        }

        static double Divisor(int i) => ((double[])[1.5, -2, 0.75])[i % 3];
    }

    private static IEnumerable<OpCase> Angles()
    {
        yield return new(
            typeof(Atan2Op), "all quarters",
            [Real(["batch", 40], -2, 2, 0.3), Real([40], -2, 2, 0.3)],
            x => x[0].Atan2(x[1]),
            x => Nd.Zip(x[0], x[1], Math.Atan2))
        {
            Ulps = 4,
        };
        yield return new(
            typeof(Atan2Op), "a column and a row, over a tile",
            [Real([40, 1], -2, 2, 0.3), Real([1, 50], -2, 2, 0.3)],
            x => x[0].Atan2(x[1]),
            x => Nd.Zip(x[0], x[1], Math.Atan2))
        {
            Ulps = 4,
        };
        yield return new(
            typeof(Atan2Op), "numbers",
            [Real(["batch", 4], -2, 2, 0.3)],
            x => x[0].Atan2(x[0].Number(-1)) + x[0].Number(2).Atan2(x[0]),
            x => x[0].Map(v => Math.Atan2(v, -1) + Math.Atan2(2, v)))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(Atan2Op), "the axes",
            [Values(["batch", 4], 0, 1, 0, -1), Values([4], 1, 0, -1, 0)],
            x => x[0].Atan2(x[1]),
            x => Nd.Zip(x[0], x[1], Math.Atan2))
        {
            Ulps = 4, Gradient = GradientCheck.None,
        };
        yield return new(
            typeof(Atan2Op), "the origin",
            [Values(["batch", 1], 0), Values([1], 0)],
            x => x[0].Atan2(x[1]),
            x => Nd.Zip(x[0], x[1], Math.Atan2))
        {
            Ulps = 0, Gradient = GradientCheck.None,
        };
    }

    /// <summary>eˣ − 1 without loss: the tangent form 2 t / (1 − t) of t = tanh x / 2.</summary>
    private static double ExpM1(double x) =>
        Math.Abs(x) > 1 || double.IsNaN(x) ? Math.Exp(x) - 1 : 2 * Math.Tanh(x / 2) / (1 - Math.Tanh(x / 2));
}
