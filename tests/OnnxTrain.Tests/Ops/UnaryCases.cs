using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Functions of one number.</summary>
internal static class UnaryCases
{
    private static readonly double[] Edges = [0, -0.0, 1, -1, 1e-30, -1e-30, 30, -30, 1e4, -1e4, 3e38, -3e38];
    private static readonly double[] NotFinite = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1, -1];

    /// <summary>Round the tile of 1024 elements, and where two threads share the work.</summary>
    private static readonly int[] Sizes = [1, 7, 1023, 1024, 1025, 40961];

    public static IEnumerable<OpCase> All() =>
        [
            .. Function(typeof(AbsOp), x => x.Abs(), Math.Abs, Real([], -3, 3, 0.1)).Of(0),
            .. Function(typeof(NegOp), x => -x, x => -x, Real([])).Of(0),
            .. Function(typeof(ExpOp), x => x.Exp(), Math.Exp, Real([])).Of(4),
            .. Function(typeof(SinOp), x => x.Sin(), Math.Sin, Real([], -9, 9)).Of(4),
            .. Function(typeof(CosOp), x => x.Cos(), Math.Cos, Real([], -9, 9)).Of(4),
            .. Function(typeof(LogOp), x => x.Log(), Math.Log, Real([], 0.2, 4)).Of(4, edges: false),
            .. Function(typeof(SqrtOp), x => x.Sqrt(), Math.Sqrt, Real([], 0.2, 4)).Of(1, edges: false),
            .. Function(typeof(TanhOp), x => x.Tanh(), Math.Tanh, Real([])).Of(4),
            .. Function(typeof(SigmoidOp), x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)), Real([], -6, 6)).Of(4),
            .. Function(typeof(ReluOp), x => x.Relu(), x => double.IsNaN(x) || x > 0 ? x : 0, Real([], -3, 3, 0.1)).Of(0),
            .. Function(typeof(LeakyReluOp), x => x.LeakyRelu(0.125), x => x >= 0 ? x : 0.125 * x, Real([], -3, 3, 0.1)).Of(1),
            .. Function(typeof(EluOp), x => x.Elu(1.5), x => x > 0 ? x : 1.5 * (Math.Exp(x) - 1), Real([], -3, 3, 0.1)).Of(4),
            .. Function(typeof(SoftplusOp), x => x.Softplus(), x => x > 700 ? x : Math.Log(1 + Math.Exp(x)), Real([], -6, 6)).Of(4),
            // ONNX Runtime rounds 1 + eˣ, where float32 loses an eˣ this small.
            new(
                typeof(SoftplusOp), "tiny results keep their digits",
                [Real(["batch", 1030], -20, -15)],
                x => x[0].Softplus() * 1e8,
                x => x[0].Map(v => (Math.Exp(v) - (Math.Exp(2 * v) / 2)) * 1e8))
            {
                Ulps = 4, IsExported = false,
            },
            .. Function(
                    typeof(ClipOp),
                    x => x.Clip(-0.5, 1.5),
                    x =>
                        x < -0.5 ? -0.5
                        : x > 1.5 ? 1.5
                        : x,
                    Values([], -3, -0.6, -0.4, 0.1, 1.4, 1.6, 9))
                .Of(0),
            .. Function(typeof(SignOp), x => x.Sign(), x => double.IsNaN(x) ? x : Math.Sign(x), Real([], -3, 3, 0.1), GradientCheck.Zero)
                .Of(0),
            .. Function(typeof(IdentityOp), x => x.Identity(), x => x, Real([])).Of(0),
            new(
                typeof(IsNaNOp), "every third",
                [Values(["batch", 5], 1, 2, double.NaN)],
                x => x[0].IsNaN(),
                x => x[0].Map(v => double.IsNaN(v) ? 1 : 0))
            {
                Gradient = GradientCheck.Zero,
            },
            new(
                typeof(IsNaNOp), "imputation",
                [Values(["batch", 5], 1, 2, double.NaN), Real([5])],
                x => x[0].Impute(x[1]),
                x => Nd.Zip(x[0], x[1], (v, r) => double.IsNaN(v) ? r : v))
            {
                Gradient = GradientCheck.None,
            },
            .. Casts(),
        ];

    private static IEnumerable<OpCase> Casts()
    {
        var input = Values(["batch", 5], -2.75, -1, -0.5, 0, 0.5, 1, 2.75, 1e6);
        yield return new(
            typeof(CastOp), "to the other float and back",
            [Real(["batch", 5])],
            x => x[0].Cast(Other(x[0])).Cast(x[0].ElementType),
            x => x[0])
        {
            Ulps = 0, Gradient = GradientCheck.None,
        };
        yield return new(
            typeof(CastOp), "to the other float, differentiated through",
            [Real(["batch", 5])],
            x => (x[0] * x[0]).Cast(ElementType.Float64) * 3,
            x => x[0].Map(v => v * v * 3))
        {
            Ulps = 3,
        };
        yield return new(
            typeof(CastOp), "float to int64 cuts toward zero",
            [input],
            x => x[0].Cast(ElementType.Int64),
            x => x[0].Map(Math.Truncate))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(
            typeof(CastOp), "float to int64 and back in one buffer",
            [input],
            x => (x[0] + 1).Cast(ElementType.Int64).Cast(x[0].ElementType) * 2,
            x => x[0].Map(v => Math.Truncate(v + 1) * 2))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(typeof(CastOp), "float to bool", [input], x => x[0].Cast(ElementType.Bool), x => x[0].Map(v => v != 0 ? 1 : 0))
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(
            typeof(CastOp), "int64 to bool",
            [Whole([2, 3], -1, 2)],
            x => x[0].Cast(ElementType.Bool),
            x => x[0].Map(v => v != 0 ? 1 : 0))
        {
            Gradient = GradientCheck.Zero,
        };
        yield return new(
            typeof(CastOp), "int64 to float32",
            [Whole(["batch", 2000], -9, 9)],
            x => x[0].Cast(ElementType.Float32),
            x => x[0])
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(
            typeof(CastOp), "int64 to float64",
            [Whole(["batch", 2000], -9, 9)],
            x => x[0].Cast(ElementType.Float64),
            x => x[0])
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(typeof(CastOp), "bool to float", [Flags(["batch", 5])], x => x[0].Cast(ElementType.Float32), x => x[0])
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
        yield return new(typeof(CastOp), "bool to int64", [Flags(["batch", 5])], x => x[0].Cast(ElementType.Int64), x => x[0])
        {
            Gradient = GradientCheck.Zero, Ulps = 0,
        };
    }

    private static ElementType Other(Value x) => x.ElementType == ElementType.Float32 ? ElementType.Float64 : ElementType.Float32;

    /// <summary>The rows of a function.</summary>
    internal static Family Function(
        Type op, Func<Value, Value> build, Func<double, double> f, OpInput points, GradientCheck gradient = GradientCheck.Differences) =>
        new(op, build, f, points, gradient);

    internal sealed record Family(Type Op, Func<Value, Value> Build, Func<double, double> F, OpInput Points, GradientCheck Gradient)
    {
        /// <summary>
        /// The function's rows, at the given float32 tolerance; <paramref name="edges"/> whether it is compared far out, too.
        /// </summary>
        public IEnumerable<OpCase> Of(double ulps, bool edges = true)
        {
            yield return Row("batch", Points with { Shape = ["batch", 3] });
            yield return Row("a scalar", Points with { Shape = Shape.Scalar });
            foreach (var size in Sizes) yield return Row($"{size} elements", Points with { Shape = [size] });
            var ownBuffer = Row("over its input's buffer", Points with { Shape = ["batch", 1025] });
            yield return ownBuffer with { Build = x => [Build(x[0] * 1)] };
            if (!edges) yield break;
            yield return Row("edges", Values(["batch", 12], Edges)) with { Gradient = GradientCheck.None };
            yield return Row("not finite", Values(["batch", 5], NotFinite)) with { Gradient = GradientCheck.None };

            OpCase Row(string note, OpInput input) =>
                new(Op, note, [input], x => Build(x[0]), x => x[0].Map(F)) { Ulps = ulps, Gradient = Gradient };
        }
    }
}
