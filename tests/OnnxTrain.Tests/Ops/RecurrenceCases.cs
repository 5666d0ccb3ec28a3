using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Recurrent layers, at several numbers of steps and lengths of rows.</summary>
internal static class RecurrenceCases
{
    private static readonly (Type Op, int Gates, RecurrenceReference.Cell Cell, Func<bool, bool, bool, RecurrenceOp> Of)[] Kinds =
    [
        (typeof(LstmOp), 4, RecurrenceReference.Lstm, (reverse, bias, lengths) => new LstmOp(reverse, bias, lengths)),
        (typeof(GruOp), 3, RecurrenceReference.Gru, (reverse, bias, lengths) => new GruOp(reverse, bias, lengths)),
        (typeof(RnnOp), 1, RecurrenceReference.Tanh, (reverse, bias, lengths) => new RnnOp(false, reverse, bias, lengths)),
        (typeof(RnnOp), 1, RecurrenceReference.Relu, (reverse, bias, lengths) => new RnnOp(true, reverse, bias, lengths)),
    ];

    public static IEnumerable<OpCase> All()
    {
        foreach (var kind in Kinds)
        {
            foreach (var time in (int[])[1, 3, 7])
                yield return Layer(kind, FormattableString.Invariant($"{time} steps"), time, features: 3, units: 5);
            yield return Layer(kind, "named steps", "batch", features: 2, units: 3);
            yield return Layer(kind, "in reverse", 3, features: 3, units: 2, reverse: true);
            yield return Layer(kind, "without bias", 3, features: 3, units: 2, bias: false);
            yield return Layer(kind, "rows of several lengths", 4, features: 2, units: 3, lengths: true);
            yield return Layer(kind, "rows of several lengths in reverse", 4, features: 2, units: 3, reverse: true, lengths: true);
            yield return Layer(kind, "more units than a vector holds", 2, features: 1, units: 19);
            yield return Layer(kind, "many rows", 3, features: 2, units: 4, lengths: true, batch: 18);
        }

        yield return new(
            typeof(LengthMaskOp), "lengths of rows", [Whole(["batch"], 0, 6)],
            x => x[0].LengthMask(5),
            x => Nd.Of([x[0].Items.Length, 5], i => i[1] < x[0].Items[i[0]] ? 1 : 0))
        {
            Ulps = 0, Gradient = GradientCheck.Zero,
        };
        yield return Slopes();
    }

    private static OpCase Layer(
        (Type Op, int Gates, RecurrenceReference.Cell Cell, Func<bool, bool, bool, RecurrenceOp> Of) kind, string note, Dimension time,
        int features, int units, bool reverse = false, bool bias = true, bool lengths = false, Dimension? batch = null)
    {
        var rows = batch ?? "batch";
        var isLstm = kind.Op == typeof(LstmOp);
        var isRelu = kind.Cell == RecurrenceReference.Relu;
        var width = kind.Gates * units;
        List<OpInput> inputs = [Real([rows, time, features]), Weight([width, features]), Weight([width, units])];
        if (bias) inputs.AddRange([Weight([width]), Weight([width])]);
        var first = inputs.Count;
        inputs.AddRange(Enumerable.Repeat(Real([rows, units], -1, 1), isLstm ? 2 : 1));
        if (lengths) inputs.Add(Whole([rows], 0, (int)time.Size + 1));
        return new(
            kind.Op, isRelu ? $"ReLU, {note}" : note, [.. inputs],
            x => kind.Of(reverse, bias, lengths).NodeOf(x).Outputs[..(isLstm ? 3 : 2)],
            x =>
            {
                var (y, h, c) = RecurrenceReference.Run(
                    kind.Cell, x[0], x[1], x[2], bias ? x[3] : null, bias ? x[4] : null, x[first], x[isLstm ? first + 1 : first],
                    row => lengths ? (int)x[^1].Items[row] : x[0].Sizes[1], reverse);
                return isLstm ? [y, h, c] : [y, h];
            })
        {
            Ulps = 32,
        };

        OpInput Weight(Shape shape) => Real(shape, -0.7, 0.7);
    }

    /// <summary>
    /// The gradient of a layer of one unit and two steps, by hand: with h = tanh a, ȧ₂ = 1 − h₂² and ȧ₁ = u · ȧ₂ · (1 − h₁²), plus the
    /// gradients of its own outputs.
    /// </summary>
    private static OpCase Slopes() => new(
        typeof(RecurrenceGradientOp), "one unit, two steps",
        [Real(["batch", 2, 1]), Real([1, 1]), Real([1, 1]), Real([1]), Real([1]), Real(["batch", 1])],
        x => [.. new RnnOp(false, false, true, false).NodeOf(x).Outputs[0].Sum().Gradient(x)],
        x =>
        {
            double w = x[1].Items[0], u = x[2].Items[0], b = x[3].Items[0] + x[4].Items[0];
            var rows = Enumerable.Range(0, x[0].Sizes[0]).Select(row =>
            {
                double x1 = x[0][row, 0, 0], x2 = x[0][row, 1, 0], h0 = x[5][row, 0];
                var h1 = Math.Tanh((w * x1) + (u * h0) + b);
                var h2 = Math.Tanh((w * x2) + (u * h1) + b);
                var a2 = 1 - (h2 * h2);
                var a1 = (1 + (u * a2)) * (1 - (h1 * h1));
                return (X1: w * a1, X2: w * a2, W: (a1 * x1) + (a2 * x2), U: (a1 * h0) + (a2 * h1), B: a1 + a2, H: u * a1);
            }).ToList();
            return
            [
                new([rows.Count, 2, 1], [.. rows.SelectMany(r => (double[])[r.X1, r.X2])]),
                new([1, 1], [rows.Sum(r => r.W)]), new([1, 1], [rows.Sum(r => r.U)]),
                new([1], [rows.Sum(r => r.B)]), new([1], [rows.Sum(r => r.B)]),
                new([rows.Count, 1], [.. rows.Select(r => r.H)]),
            ];
        })
    {
        Ulps = 64,
    };
}
