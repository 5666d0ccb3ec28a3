using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Arithmetic, comparison and reduction of whole numbers.</summary>
internal static class IntegerCases
{
    public static IEnumerable<OpCase> All() => [.. Of(ElementType.Int32), .. Of(ElementType.Int64), .. Casts()];

    private static IEnumerable<OpCase> Of(ElementType type)
    {
        (Type Op, Func<Value, Value, Value> Build, Func<double, double, double> F)[] functions =
        [
            (typeof(AddOp), (a, b) => a + b, (a, b) => a + b),
            (typeof(SubOp), (a, b) => a - b, (a, b) => a - b),
            (typeof(MulOp), (a, b) => a * b, (a, b) => a * b),
            (typeof(DivOp), (a, b) => a / b, (a, b) => Math.Truncate(a / b)),
            (typeof(MaxOp), Value.Max, Math.Max),
            (typeof(MinOp), Value.Min, Math.Min),
            (typeof(EqualOp), (a, b) => a.EqualTo(b), (a, b) => a == b ? 1 : 0),
            (typeof(NotEqualOp), (a, b) => a.NotEqualTo(b), (a, b) => a != b ? 1 : 0),
            (typeof(LessOp), (a, b) => a < b, (a, b) => a < b ? 1 : 0),
            (typeof(GreaterOrEqualOp), (a, b) => a >= b, (a, b) => a >= b ? 1 : 0),
        ];
        foreach (var (op, build, f) in functions)
        {
            foreach (
                var (note, a, b) in ((string, Shape, Shape)[])
                    [
                        ("same shape", ["batch", 4], ["batch", 4]),
                        ("a row", ["batch", 4], [4]),
                        ("a column and a row", ["batch", 1], [5]),
                        ("a scalar", ["batch", 4], []),
                        ("over a tile", [3, 1025], [1025]),
                    ])
                yield return Exact(
                    new(
                        op, $"{type.Text()}, {note}",
                        [Whole(a, -9, 10, type), Whole(b, -9, 10, type, but: 0)],
                        x => build(x[0], x[1]),
                        x => Nd.Zip(x[0], x[1], f)));
            yield return Exact(
                new(
                    op, $"{type.Text()}, a number first",
                    [Whole(["batch", 5], -9, 10, type, but: 0)],
                    x => build(x[0].Number(7), x[0]),
                    x => x[0].Map(v => f(7, v))));
        }

        (Type Op, Func<Value, Value> Build, Func<double, double> F)[] unary =
        [
            (typeof(NegOp), x => -x, x => -x),
            (typeof(AbsOp), x => x.Abs(), Math.Abs),
            (typeof(SignOp), x => x.Sign(), x => Math.Sign(x)),
            (typeof(ClipOp), x => x.Clip(-3, 5), x => Math.Clamp(x, -3, 5)),
            (typeof(MulOp), x => x.Square(), x => x * x),
        ];
        foreach (var (op, build, f) in unary)
        {
            foreach (var shape in (Shape[])[["batch", 5], [], [2500]])
                yield return Exact(new(op, $"{type.Text()}{shape}", [Whole(shape, -9, 10, type)], x => build(x[0]), x => x[0].Map(f)));
        }

        yield return Exact(
            new(
                typeof(ClipOp), $"{type.Text()}, one bound",
                [Whole(["batch", 5], -9, 10, type)],
                x => x[0].ClampMin(-3) + x[0].ClampMax(2),
                x => x[0].Map(v => Math.Max(v, -3) + Math.Min(v, 2))));
        yield return Exact(
            new(
                typeof(WhereOp), type.Text(),
                [Flags(["batch", 4]), Whole([4], 0, 9, type), Whole([], 0, 9, type)],
                x => Value.Where(x[0], x[1], x[2]),
                x => Nd.Of(x[0].Sizes, i => x[0][i] != 0 ? x[1][i] : x[2][i])));
        yield return Exact(
            new(
                typeof(ExpandOp), type.Text(),
                [Whole([3], 0, 9, type), Real(["batch", 3])],
                x => x[0].Expand(x[1].Shape),
                x => Nd.Of(x[1].Sizes, i => x[0][i])));

        (Type Op, Func<Value, bool, int[], Value> Build, Func<IEnumerable<double>, double> Fold)[] reductions =
        [
            (typeof(ReduceSumOp), (x, keep, axes) => x.Sum(keep, axes), x => x.Sum()),
            (
                typeof(ReduceMaxOp),
                (x, keep, axes) => x.Max(keep, axes),
                x => x.DefaultIfEmpty(type == ElementType.Int32 ? int.MinValue : long.MinValue).Max()),
            (
                typeof(ReduceMinOp),
                (x, keep, axes) => x.Min(keep, axes),
                x => x.DefaultIfEmpty(type == ElementType.Int32 ? int.MaxValue : long.MaxValue).Min()),
        ];
        foreach (var (op, build, fold) in reductions)
        {
            foreach (
                var (shape, axes) in ((Shape, int[])[])
                    [
                        (["batch", 3, 4], []),
                        (["batch", 3, 4], [0]),
                        (["batch", 3, 4], [1]),
                        (["batch", 3, 4], [0, 2]),
                        ([33, 1025], [1]),
                        ([33, 1025], [0]),
                        ([70000], [0]),
                    ])
            {
                foreach (var keep in (bool[])[false, true])
                    yield return Exact(
                        new(
                            op, $"{type.Text()}{shape} over [{string.Join(", ", axes)}]{(keep ? ", axes kept" : "")}",
                            [Whole(shape, -9, 10, type)],
                            x => build(x[0], keep, axes),
                            x => x[0].Reduce(axes, keep, fold)));
            }
        }
    }

    private static IEnumerable<OpCase> Casts()
    {
        var numbers = Values(["batch", 1030], -2.75, -1, -0.5, 0, 0.5, 1, 2.75, 1e6);
        yield return Exact(
            new(
                typeof(CastOp), "float to int32 cuts toward zero",
                [numbers],
                x => x[0].Cast(ElementType.Int32),
                x => x[0].Map(Math.Truncate)));
        yield return Exact(
            new(
                typeof(CastOp), "int32 to float",
                [Whole(["batch", 1030], -9, 9, ElementType.Int32)],
                x => x[0].Cast(ElementType.Float32),
                x => x[0]));
        yield return Exact(
            new(
                typeof(CastOp), "int32 to int64 and back",
                [Whole(["batch", 1030], -9, 9, ElementType.Int32)],
                x => x[0].Cast(ElementType.Int64).Cast(ElementType.Int32),
                x => x[0]));
        yield return Exact(new(typeof(CastOp), "bool to int32", [Flags(["batch", 5])], x => x[0].Cast(ElementType.Int32), x => x[0]));
        yield return Exact(
            new(
                typeof(CastOp), "int32 to bool",
                [Whole(["batch", 5], -1, 2, ElementType.Int32)],
                x => x[0].Cast(ElementType.Bool),
                x => x[0].Map(v => v != 0 ? 1 : 0)));
        yield return Exact(new(typeof(CastOp), "bytes to int32", [Pixels(["batch", 1030])], x => x[0].Cast(ElementType.Int32), x => x[0]));

        // ONNX leaves open what a float beyond the range becomes.
        double[] far = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e9, -3e9, 1e20, -1e20];
        yield return Exact(
            new(
                typeof(CastOp), "floats beyond int32 become its ends",
                [Values(["batch", 1029], far)],
                x => x[0].Cast(ElementType.Int32),
                x => x[0].Map(v => double.IsNaN(v) ? 0 : Math.Clamp(v, int.MinValue, int.MaxValue)))
        ) with
        {
            IsExported = false, Ulps = 1,
        };
        yield return Exact(
            new(
                typeof(CastOp), "floats beyond int64 become its ends",
                [Values(["batch", 1029], far)],
                x => x[0].Cast(ElementType.Int64),
                x =>
                    x[0]
                        .Map(v =>
                            double.IsNaN(v) ? 0
                            : Math.Abs(v) > 9.3e18 ? (v < 0 ? long.MinValue : long.MaxValue)
                            : Math.Truncate(v)))
        ) with
        {
            IsExported = false,
        };
        yield return Exact(
            new(
                typeof(CastOp), "int64 beyond int32 keeps its low bits",
                [Whole(["batch", 9], int.MaxValue - 9, int.MaxValue)],
                x => (x[0] * 3).Cast(ElementType.Int32),
                x => x[0].Map(v => unchecked((int)(long)(v * 3))))
        ) with
        {
            IsExported = false,
        };
    }

    /// <summary>Whole numbers are exact and have no gradient.</summary>
    private static OpCase Exact(OpCase row) => row with { Ulps = 0, Gradient = GradientCheck.Zero };
}
