using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Functions of two numbers, comparisons and the choice between two.</summary>
internal static class BinaryCases
{
    /// <summary>Shapes that broadcast: in neither, either and both directions, scalars, gaps in the middle, round the tile.</summary>
    private static readonly (string Note, Shape A, Shape B)[] Shapes =
    [
        ("same shape", ["batch", 4], ["batch", 4]),
        ("row to the right", ["batch", 4], [4]),
        ("row to the left", [4], ["batch", 4]),
        ("column", ["batch", 4], ["batch", 1]),
        ("both stretch", ["batch", 1, 3], [5, 1]),
        ("the middle stretches", ["batch", 1, 3], ["batch", 4, 3]),
        ("ends stretch", [1, 4, 1], ["batch", 4, 3]),
        ("scalar to the right", ["batch", 4], []),
        ("scalar to the left", [], ["batch", 4]),
        ("two scalars", [], []),
        ("ones in front", [1, 1, 4], ["batch", 4]),
        ("column and row of one length", [4, 1], [1, 4]),
        ("over a tile", [3, 1025], [1025]),
        ("a column over tiles", [1025, 3], [1025, 1]),
        ("for two threads", [41, 1000], [41, 1]),
    ];

    public static IEnumerable<OpCase> All() =>
        [
            .. Rows(typeof(AddOp), (a, b) => a + b, (a, b) => a + b),
            .. Rows(typeof(SubOp), (a, b) => a - b, (a, b) => a - b),
            .. Rows(typeof(MulOp), (a, b) => a * b, (a, b) => a * b),
            .. Rows(typeof(DivOp), (a, b) => a / b, (a, b) => a / b, gap: 0.3),
            .. Rows(
                typeof(MaxOp), Value.Max,
                (a, b) =>
                    double.IsNaN(a) || double.IsNaN(b) ? double.NaN
                    : a > b ? a
                    : b),
            .. Rows(
                typeof(MinOp), Value.Min,
                (a, b) =>
                    double.IsNaN(a) || double.IsNaN(b) ? double.NaN
                    : a < b ? a
                    : b),
            .. Rows(typeof(PowOp), (a, b) => a.Pow(b), Math.Pow, low: 0.3).Select(row => row with { Ulps = 8 }),
            .. Powers(),
            .. Comparison(typeof(EqualOp), (a, b) => a.EqualTo(b), (a, b) => a == b),
            .. Comparison(typeof(LessOp), (a, b) => a < b, (a, b) => a < b),
            .. Comparison(typeof(LessOrEqualOp), (a, b) => a <= b, (a, b) => a <= b),
            .. Comparison(typeof(GreaterOp), (a, b) => a > b, (a, b) => a > b),
            .. Comparison(typeof(GreaterOrEqualOp), (a, b) => a >= b, (a, b) => a >= b),
            .. Choices(),
            new(
                typeof(AddOp), "numbers on either side",
                [Real(["batch", 3])],
                x => 2 + ((x[0] + 1.5) * (1 - x[0])),
                x => x[0].Map(v => 2 + ((v + 1.5) * (1 - v))))
            {
                Ulps = 4,
            },
            new(
                typeof(DivOp), "numbers on either side",
                [Real(["batch", 3], 0.5, 2)],
                x => (3 / x[0]) - (x[0] / 2),
                x => x[0].Map(v => (3 / v) - (v / 2)))
            {
                Ulps = 4,
            },
            new(typeof(MulOp), "a value with itself", [Real(["batch", 3])], x => x[0] * x[0] * x[0], x => x[0].Map(v => v * v * v))
            {
                Ulps = 4,
            },
            new(
                typeof(SubOp), "in a buffer that both operands share",
                [Real(["batch", 3])],
                x =>
                {
                    var y = x[0] * 2;
                    return y - y;
                },
                x => x[0].Map(_ => 0)),
        ];

    private static IEnumerable<OpCase> Rows(
        Type op, Func<Value, Value, Value> build, Func<double, double, double> f, double low = -2, double gap = 0)
    {
        foreach (var (note, a, b) in Shapes)
            yield return new(op, note, [Real(a, low, 2, gap), Real(b, low, 2, gap)], x => build(x[0], x[1]), x => Nd.Zip(x[0], x[1], f));
        yield return new(
            op, "over its input's buffer",
            [Real([2, 600], low, 2, gap), Real([600], low, 2, gap)],
            x => build(x[0] * 1, x[1] * 1),
            x => Nd.Zip(x[0], x[1], f));
        yield return new(
            op, "NaN and infinity",
            [
                Values([9], double.NaN, double.NaN, 1, double.PositiveInfinity, 2),
                Values([9], 1, double.NaN, double.NaN, 2, double.NegativeInfinity),
            ],
            x => build(x[0], x[1]),
            x => Nd.Zip(x[0], x[1], f))
        {
            Gradient = GradientCheck.None,
        };
    }

    private static IEnumerable<OpCase> Powers()
    {
        foreach (var exponent in (double[])[2, 3, 0.5, -1, 1])
        {
            yield return new(
                typeof(PowOp), $"to the power of {exponent}",
                [Real(["batch", 3], 0.3)],
                x => x[0].Pow(exponent),
                x => x[0].Map(v => Math.Pow(v, exponent)))
            {
                Ulps = 8,
            };
        }

        yield return new(
            typeof(PowOp), "a negative number squared",
            [Real(["batch", 3], -2, -0.3)],
            x => x[0].Pow(2),
            x => x[0].Map(v => v * v))
        {
            Ulps = 8,
        };
        yield return new(typeof(PowOp), "zero squared", [Values([3], 0, 1, 2)], x => x[0].Pow(2), x => x[0].Map(v => v * v)) { Ulps = 8 };
    }

    private static IEnumerable<OpCase> Comparison(Type op, Func<Value, Value, Value> build, Func<double, double, bool> f)
    {
        foreach (var (note, a, b) in Shapes)
            yield return Row(note, Values(a, 1, 2, 3, 2), Values(b, 2, 3, 1), x => build(x[0], x[1]));
        yield return Row("int64", Whole(["batch", 3], 0, 3), Whole([3], 0, 3), x => build(x[0], x[1]));
        yield return Row(
            "NaN, infinity, negative zero", Values([8], double.NaN, 1, double.PositiveInfinity, -0.0),
            Values([8], double.NaN, double.NaN, double.PositiveInfinity, 0),
            x => build(x[0], x[1]));
        yield return Row(
            "a result as large in bytes as a row of float32", Values([1024], 1, 2, 3, 2, 5), Values([4, 1], 2, 3, 1),
            x => build(x[0] * 1, x[1]));
        yield return Row(
            "a result as large in bytes as a row of float64", Values([8, 1], 1, 2, 3, 2, 5), Values([1024], 2, 3, 1),
            x => build(x[0], x[1] * 1));

        OpCase Row(string note, OpInput a, OpInput b, Func<Value[], Value> graph) =>
            new(op, note, [a, b], graph, x => Nd.Zip(x[0], x[1], f)) { Ulps = 0, Gradient = GradientCheck.Zero };
    }

    private static IEnumerable<OpCase> Choices()
    {
        (string Note, Shape Condition, Shape A, Shape B)[] shapes =
        [
            ("same shape", ["batch", 4], ["batch", 4], ["batch", 4]),
            ("every operand stretches", ["batch", 1, 1], [5, 1], [3]),
            ("a scalar condition", [], ["batch", 4], [4]),
            ("scalars to choose from", ["batch", 4], [], []),
            ("three scalars", [], [], []),
            ("over a tile", [3, 1025], [1025], [3, 1]),
        ];
        foreach (var (note, condition, a, b) in shapes)
            yield return new(typeof(WhereOp), note, [Flags(condition), Real(a), Real(b)], x => Value.Where(x[0], x[1], x[2]), Choose)
            {
                Ulps = 0,
            };
        yield return new(
            typeof(WhereOp), "of int64",
            [Flags(["batch", 4]), Whole([4], 0, 9), Whole([], 0, 9)],
            x => Value.Where(x[0], x[1], x[2]),
            Choose)
        {
            Ulps = 0, Gradient = GradientCheck.Zero,
        };
        yield return new(
            typeof(WhereOp), "over its inputs' buffers",
            [Flags([2, 9]), Real([2, 9]), Real([9])],
            x => Value.Where(x[0], x[1] * 1, x[2] * 1),
            Choose)
        {
            Ulps = 0,
        };

        static Nd Choose(Nd[] x)
        {
            var sizes = Nd.Stretch(x[0].Sizes, Nd.Stretch(x[1].Sizes, x[2].Sizes));
            return Nd.Of(sizes, i => x[0][i] != 0 ? x[1][i] : x[2][i]);
        }
    }
}
