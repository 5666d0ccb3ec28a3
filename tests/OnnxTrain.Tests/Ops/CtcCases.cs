using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Connectionist temporal classification against the sum over all sequences of classes.</summary>
internal static class CtcCases
{
    public static IEnumerable<OpCase> All()
    {
        (int Classes, int Time, int Labels)[] sizes = [(3, 4, 2), (2, 5, 1), (4, 5, 2), (3, 1, 1), (3, 6, 3), (2, 3, 1)];
        foreach (var (classes, time, most) in sizes)
        {
            OpInput[] inputs = [Real(["batch", classes, time]), Whole(["batch", most], 1, classes)];
            yield return new(
                typeof(CtcOp), $"{classes} classes, {time} steps, {most} labels", inputs,
                x => x[0].LogSoftmax(1).Ctc(x[1]),
                x => Losses(x, _ => time, _ => most, 0))
            {
                Ulps = 16, Gradient = Fits(time, most) ? GradientCheck.Differences : GradientCheck.None,
            };
            OpInput[] lengths = [Whole(["batch"], time / 2 + 1, time + 1), Whole(["batch"], 0, Math.Min(most, (time / 2 + 2) / 2) + 1)];
            yield return new(
                typeof(CtcOp), $"{classes} classes, {time} steps, {most} labels, lengths of their own",
                [.. inputs, .. lengths],
                x => x[0].LogSoftmax(1).Ctc(x[1], x[2], x[3]),
                x => Losses(x, b => (int)x[2].Items[b], b => (int)x[3].Items[b], 0))
            {
                Ulps = 16,
                Gradient = Fits((time / 2) + 1, Math.Min(most, (time / 2 + 2) / 2)) ? GradientCheck.Differences : GradientCheck.None,
            };
        }

        yield return new(
            typeof(CtcOp), "another blank",
            [Real(["batch", 3, 4]), Whole(["batch", 2], 0, 2)],
            x => x[0].LogSoftmax(1).Ctc(x[1], blank: 2),
            x => Losses(x, _ => 4, _ => 2, 2))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(CtcOp), "losses and derivatives",
            [Real([2, 3, 4]), Whole([2, 2], 1, 3), Whole([2], 3, 5), Whole([2], 0, 3)],
            x => new CtcOp(0, false).NodeOf(x[0].LogSoftmax(1), x[1], x[2], x[3]).Outputs,
            x => [Losses(x, b => (int)x[2].Items[b], b => (int)x[3].Items[b], 0), Slopes(x)])
        {
            Ulps = 64, Gradient = GradientCheck.None,
        };
        yield return new(
            typeof(CtcOp), "labels that the steps cannot say",
            [Real([2, 3, 3]), new(ElementType.Int64, [2, 3], (_, i) => ((int[])[1, 1, 2, 1, 2, 1])[i])],
            x => x[0].LogSoftmax(1).Ctc(x[1]),
            x => Losses(x, _ => 3, _ => 3, 0))
        {
            Ulps = 16, Gradient = GradientCheck.None,
        };
        yield return new(
            typeof(CtcOp), "labels that the steps cannot say, as 0",
            [Real([2, 3, 3]), new(ElementType.Int64, [2, 3], (_, i) => ((int[])[1, 1, 2, 1, 2, 1])[i])],
            x => x[0].LogSoftmax(1).Ctc(x[1], zeroInfinity: true),
            x => Losses(x, _ => 3, _ => 3, 0).Map(v => double.IsInfinity(v) ? 0 : v))
        {
            Ulps = 16,
        };
        yield return new(
            typeof(CtcOp), "a class that cannot be, and steps that are certain",
            [Values([1, 2, 3], double.NegativeInfinity, 0, double.NegativeInfinity, 0, double.NegativeInfinity, 0), Whole([1, 2], 1, 2)],
            x => x[0].Ctc(x[1]),
            _ => new([1], [0]))
        {
            Ulps = 1, Gradient = GradientCheck.None,
        };
    }

    /// <summary>Whether any labels can be said: two equal ones take a step more.</summary>
    private static bool Fits(int time, int labels) => time >= (2 * labels) - 1;

    private static Nd Losses(Nd[] x, Func<int, int> steps, Func<int, int> counts, int blank) =>
        Nd.Of([x[0].Sizes[0]], i => -Math.Log(Probability(Probabilities(x[0]), x[1], i[0], steps(i[0]), counts(i[0]), blank)));

    private static Nd Probabilities(Nd x) =>
        Nd.Of(x.Sizes, i => Math.Exp(x[i]) / Enumerable.Range(0, x.Sizes[1]).Sum(c => Math.Exp(x[i[0], c, i[2]])));

    /// <summary>
    /// The sum over all classes^steps sequences that become the labels when equal neighbours are joined and blanks dropped.
    /// </summary>
    private static double Probability(Nd p, Nd labels, int row, int steps, int count, int blank)
    {
        var classes = p.Sizes[1];
        int[] wanted = [.. Enumerable.Range(0, count).Select(j => (int)labels[row, j])];
        var sum = 0.0;
        for (var sequence = 0; sequence < (int)Math.Pow(classes, steps); sequence++)
        {
            int[] path = [.. Enumerable.Range(0, steps).Select(t => sequence / (int)Math.Pow(classes, t) % classes)];
            var said = path.Where((c, t) => c != blank && (t == 0 || path[t - 1] != c));
            if (said.SequenceEqual(wanted)) sum += path.Select((c, t) => p[row, c, t]).Aggregate(1.0, (a, b) => a * b);
        }

        return sum;
    }

    /// <summary>∂ −ln P / ∂ ln p(c, t) = −p(c, t) / P · ∂P / ∂p(c, t), P being linear in each p(c, t).</summary>
    private static Nd Slopes(Nd[] x)
    {
        var p = Probabilities(x[0]);
        return Nd.Of(p.Sizes, i =>
        {
            var (steps, count) = ((int)x[2].Items[i[0]], (int)x[3].Items[i[0]]);
            var without = Nd.Of(p.Sizes, k => k.SequenceEqual(i) ? 0 : p[k]);
            return -(1 - (Probability(without, x[1], i[0], steps, count, 0) / Probability(p, x[1], i[0], steps, count, 0)));
        });
    }
}
