using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Matrix products. Their float32 rounding errors grow at most with the length of the sums.</summary>
internal static class MatrixCases
{
    public static IEnumerable<OpCase> All() => [.. Gemm(), .. MatMul(), .. Linear()];

    private static IEnumerable<OpCase> Gemm()
    {
        (Dimension M, Dimension N, Dimension K)[] sizes = [("batch", 4, 3), (1, 1, 1), (7, 17, 5), (49, 33, 257), (5, 259, 3), (3, 2, 0)];
        foreach (var (m, n, k) in sizes)
        {
            foreach (
                var (transposeA, transposeB) in (IEnumerable<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
            {
                var a = Real(transposeA ? [k, m] : [m, k]);
                var b = Real(transposeB ? [n, k] : [k, n]);
                var note = $"{m}×{n}×{k}{(transposeA ? ", first transposed" : "")}{(transposeB ? ", second transposed" : "")}";
                // Rounding errors grow at most with the length of the sums.
                var ulps = Math.Max(16, k.IsFixed ? k.Size : 0);
                // ONNX Runtime is not asked for a product of nothing.
                var isRunnable = k is not { IsFixed: true, Size: 0 };
                yield return new(
                    typeof(GemmOp), note,
                    [a, b],
                    x => new GemmOp(transposeA, transposeB).Of(x[0], x[1]),
                    x => Product(x, transposeA, transposeB))
                {
                    Ulps = ulps, IsExported = isRunnable,
                };
                yield return new(
                    typeof(GemmOp), $"{note}, and a row",
                    [a, b, Real([n])],
                    x => new GemmOp(transposeA, transposeB).Of(x[0], x[1], x[2]),
                    x => Product(x, transposeA, transposeB))
                {
                    Ulps = ulps, IsExported = isRunnable,
                };
            }
        }

        yield return new(
            typeof(GemmOp), "a linear layer",
            [Real(["batch", 3]), Real([4, 3]), Real([4])],
            x => x[0].Linear(x[1], x[2]),
            x => Product(x, false, true))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(GemmOp), "and a matrix",
            [Real(["batch", 3]), Real([3, 4]), Real(["batch", 4])],
            x => new GemmOp().Of(x[0], x[1], x[2]),
            x => Product(x, false, false))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(GemmOp), "under a floor",
            [Real(["batch", 3]), Real([3, 4]), Real([4])],
            x => new GemmOp(FusesRelu: true).Of(x[0], x[1], x[2]),
            x => Product(x, false, false).Map(y => Math.Max(y, 0)))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(GemmOp), "a matrix with itself",
            [Real([5, 5])],
            x => x[0].MatMul(x[0]),
            x => Product([x[0], x[0]], false, false))
        {
            Ulps = 8,
        };
        yield return new(
            typeof(GemmOp), "a matrix with itself transposed",
            [Real(["batch", 5])],
            x => new GemmOp(TransposeB: true).Of(x[0], x[0]),
            x => Product([x[0], x[0]], false, true))
        {
            Ulps = 8,
        };
    }

    private static IEnumerable<OpCase> MatMul()
    {
        (string Note, Shape A, Shape B)[] shapes =
        [
            ("batched", ["batch", 2, 3], ["batch", 3, 4]),
            ("a matrix for every element of the batch", ["batch", 2, 3], [3, 4]),
            ("one matrix times a batch", [2, 3], ["batch", 3, 4]),
            ("either stretches", ["batch", 1, 2, 3], [5, 3, 4]),
            ("both stretch", ["batch", 1, 2, 3], [1, 5, 3, 4]),
            ("the middle axis stretches", ["batch", 1, 2, 3], ["batch", 4, 3, 2]),
            ("attention", ["batch", 2, "batch", 3], ["batch", 2, 3, "batch"]),
            ("large", [2, 49, 65], [2, 65, 33]),
        ];
        foreach (var (note, a, b) in shapes)
            yield return new(typeof(MatMulOp), note, [Real(a), Real(b)], x => x[0].MatMul(x[1]), x => Batched(x[0], x[1])) { Ulps = 64 };
    }

    private static IEnumerable<OpCase> Linear()
    {
        foreach (var isTransposed in (bool[])[true, false])
        {
            foreach (var floor in (bool[])[true, false])
            {
                foreach (var addend in (Shape?[])[null, [4], ["batch", 2, 4]])
                {
                    yield return new(
                        typeof(LinearOp),
                        $"{(isTransposed ? "transposed, " : "")}{(floor ? "floored, " : "")}and {addend?.ToString() ?? "0"}",
                        [Real(["batch", 2, 3]), Real(isTransposed ? [4, 3] : [3, 4]), .. addend is null ? [] : (OpInput[])[Real(addend)]],
                        x => new LinearOp(isTransposed, floor).Of(x),
                        x => Nd.Of([x[0].Sizes[0], 2, 4], i =>
                        {
                            var sum = (x.Length > 2 ? x[2][i] : 0)
                                + Enumerable.Range(0, 3).Sum(p => x[0][i[0], i[1], p] * (isTransposed ? x[1][i[2], p] : x[1][p, i[2]]));
                            return floor ? Math.Max(0, sum) : sum;
                        }))
                    {
                        Ulps = 8,
                    };
                }
            }
        }
    }

    private static Nd Product(Nd[] x, bool transposeA, bool transposeB)
    {
        var (a, b) = (x[0], x[1]);
        var depth = a.Sizes[transposeA ? 0 : 1];
        return Nd.Of([a.Sizes[transposeA ? 1 : 0], b.Sizes[transposeB ? 0 : 1]], i =>
        {
            var sum = 0.0;
            for (var p = 0; p < depth; p++) sum += (transposeA ? a[p, i[0]] : a[i[0], p]) * (transposeB ? b[i[1], p] : b[p, i[1]]);
            return x.Length > 2 ? sum + x[2][i] : sum;
        });
    }

    private static Nd Batched(Nd a, Nd b)
    {
        int[] outer = Nd.Stretch(a.Sizes[..^2], b.Sizes[..^2]);
        return Nd.Of([.. outer, a.Sizes[^2], b.Sizes[^1]], i =>
        {
            var sum = 0.0;
            for (var p = 0; p < a.Sizes[^1]; p++) sum += a[Nd.With(i, i.Length - 1, p)] * b[Nd.With(i, i.Length - 2, p)];
            return sum;
        });
    }
}
