using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Scans of steps of several kinds.</summary>
internal static class ScanCases
{
    public static IEnumerable<OpCase> All()
    {
        yield return new(
            typeof(ScanOp), "a moving average with a weight",
            [Real(["batch", 3, 2]), Real(["batch", 2]), Real([2])],
            x => Both(x[0].Scan(x[1], (input, state) => Twice((x[2] * state) + input.Tanh()))),
            x => Average(x[0], x[1], x[2], reverse: false))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(ScanOp), "named steps, in reverse",
            [Real(["batch", "batch", 2]), Real(["batch", 2]), Real([2], 0.1, 0.9)],
            x => Both(x[0].Scan(x[1], (input, state) => Twice((x[2] * state) + input.Tanh()), reverse: true)),
            x => Average(x[0], x[1], x[2], reverse: true))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(ScanOp), "a matrix product along the first axis",
            [Real([4, "batch", 3], -1, 1), Real(["batch", 2]), Real([2, 2], -1, 1), Real([2, 3], -1, 1)],
            x => Both(x[0].Scan(x[1], (input, state) => Twice((input.Linear(x[3]) + state.Linear(x[2])).Sigmoid()), axis: 0)),
            x => Products(x))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(ScanOp), "states that change places",
            [Real(["batch", 3]), Real(["batch"]), Real(["batch"])],
            x =>
            {
                var (outputs, states) = Value.Scan([x[0]], [x[1], x[2]], (input, s) => ([input[0] * s[0]], [s[1], s[0]]));
                return [.. outputs, .. states];
            },
            x =>
            [
                Nd.Of(x[0].Sizes, i => x[0][i] * x[1 + (i[1] % 2)].Items[i[0]]), x[2], x[1],
            ])
        {
            Ulps = 2,
        };
        yield return new(
            typeof(ScanOp), "slices of several ranks, and a state that is not a number",
            [Real([3, 2]), Real([3]), Whole([], 0, 3), Flags([3, 2])],
            x =>
            {
                var (outputs, states) = Value.Scan(
                    [x[0], x[1], x[3]], [x[2], x[0].Number(0)],
                    (s, state) => (
                        [Value.Where(s[2], s[0] * s[1], s[0]), state[0].Cast(s[1].ElementType) * s[1]],
                        [state[0] + Value.Constant<long>([1], []), state[1] + s[1]]),
                    axis: 0);
                return [.. outputs, .. states];
            },
            x =>
            [
                Nd.Of([3, 2], i => x[3][i] > 0 ? x[0][i] * x[1].Items[i[0]] : x[0][i]),
                Nd.Of([3], i => (x[2].Items[0] + i[0]) * x[1].Items[i[0]]),
                new([], [x[2].Items[0] + 3]), new([], [x[1].Items.Sum()]),
            ])
        {
            Ulps = 4,
        };
        yield return new(
            typeof(ScanOp), "a scan within a scan",
            [Real(["batch", 2, 3]), Real(["batch"])],
            x => Both(x[0].Scan(x[1], (row, total) =>
            {
                var (sums, last) = row.Scan(total, (number, sum) => Twice((sum * 0.5) + (number * number)));
                return (sums, last);
            })),
            x => Nested(x[0], x[1]))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(ScanOp), "a step that ignores its slice",
            [Real(["batch", 4]), Real(["batch"], -1, 1)],
            x => Both(x[0].Scan(x[1], (_, state) => Twice(state * state))),
            x => [Nd.Of(x[0].Sizes, i => Math.Pow(x[1].Items[i[0]], 1 << (i[1] + 1))), x[1].Map(s => Math.Pow(s, 16))])
        {
            Ulps = 32,
        };
    }

    private static (Value, Value) Twice(Value value) => (value, value);

    private static Value[] Both((Value Output, Value State) results) => [results.Output, results.State];

    private static Nd[] Average(Nd x, Nd first, Nd weight, bool reverse)
    {
        var (rows, steps, width) = (x.Sizes[0], x.Sizes[1], x.Sizes[2]);
        double[] y = new double[x.Items.Length], last = new double[rows * width];
        for (var row = 0; row < rows; row++)
        {
            for (var k = 0; k < width; k++)
            {
                var state = first[row, k];
                for (var step = 0; step < steps; step++)
                {
                    var t = reverse ? steps - 1 - step : step;
                    state = (weight.Items[k] * state) + Math.Tanh(x[row, t, k]);
                    y[(((row * steps) + t) * width) + k] = state;
                }

                last[(row * width) + k] = state;
            }
        }

        return [new(x.Sizes, y), new([rows, width], last)];
    }

    private static Nd[] Products(Nd[] x)
    {
        var states = new List<Nd> { x[1] };
        for (var t = 0; t < x[0].Sizes[0]; t++)
        {
            var before = states[^1];
            states.Add(Nd.Of(before.Sizes, i =>
                1 / (1 + Math.Exp(
                    -Enumerable.Range(0, 3).Sum(k => x[0][t, i[0], k] * x[3][i[1], k])
                    - Enumerable.Range(0, 2).Sum(k => before[i[0], k] * x[2][i[1], k])))));
        }

        return [Nd.Of([x[0].Sizes[0], .. x[1].Sizes], i => states[i[0] + 1][i[1], i[2]]), states[^1]];
    }

    private static Nd[] Nested(Nd x, Nd first)
    {
        var sums = new double[x.Items.Length];
        double[] last = [.. first.Items];
        for (var i = 0; i < sums.Length; i++)
        {
            ref var sum = ref last[i / 6];
            sums[i] = sum = (sum * 0.5) + (x.Items[i] * x.Items[i]);
        }

        return [new(x.Sizes, sums), new(first.Sizes, last)];
    }
}
