namespace OnnxTrain.Tests.Ops;

/// <summary>
/// Compares gradients with central differences (f(x + h) − f(x − h)) / 2h of f = Σ weight · output, weights random: the first
/// gradient with outputs the case's own, the second with outputs the first gradient.
/// </summary>
internal static class GradientChecker
{
    private const double Step = 1e-5;

    /// <summary>Elements of an input that are tried: all of a small one, some of a large one.</summary>
    private const int MostElements = 24;

    /// <summary>The largest |gradient − difference| / max(1, |difference|).</summary>
    public static double Error(OpCase row, int order, int batch = 3)
    {
        var inputs = OpRun.Inputs(row, ElementType.Float64);
        Value[] by = [.. inputs.Where(x => x.ElementType == ElementType.Float64)];
        List<Value> feeds = [.. inputs];
        var f = Weigh(row.Build(inputs), feeds);
        if (order == 2) f = Weigh(f.Gradient(by), feeds);
        var gradients = f.Gradient(by);
        using var plan = OpRun.Plan([.. feeds], [f, .. gradients], batch);

        var random = new Random(7);
        var data = OpRun.Data(row, batch, seed: 2);
        for (var i = 0; i < inputs.Length; i++) OpRun.Feed(plan, inputs[i], data[i]);
        foreach (var weight in feeds.Skip(inputs.Length))
        {
            foreach (ref var w in plan.Elements<double>(weight)) w = (2 * random.NextDouble()) - 1;
        }

        plan.Run();
        var analytic = gradients.Select(g => plan.Elements<double>(g).ToArray()).ToList();
        var worst = 0.0;
        for (var k = 0; k < by.Length; k++)
        {
            var count = analytic[k].Length;
            var tried =
                count <= MostElements ? Enumerable.Range(0, count) : Enumerable.Range(0, MostElements).Select(_ => random.Next(count));
            foreach (var i in tried)
                worst = Math.Max(worst, OpRun.Difference(Difference(plan, f, by[k], i), analytic[k][i]));
        }

        return worst;
    }

    private static double Difference(Plan plan, Value f, Value x, int i)
    {
        var at = plan.Elements<double>(x)[i];
        var h = Step * Math.Max(1, Math.Abs(at));
        var difference = (At(at + h) - At(at - h)) / (2 * h);
        plan.Elements<double>(x)[i] = at;
        return difference;

        double At(double point)
        {
            plan.Elements<double>(x)[i] = point;
            plan.Run();
            return plan.Elements<double>(f)[0];
        }
    }

    /// <summary>Σ weight · output; the weights are further inputs, appended to <paramref name="feeds"/>.</summary>
    public static Value Weigh(IEnumerable<Value> outputs, List<Value> feeds, ElementType type = ElementType.Float64)
    {
        Value? sum = null;
        foreach (var output in outputs.Where(o => o.ElementType.IsFloat()))
        {
            var weight = Value.Input($"w{feeds.Count}", type, output.Shape);
            feeds.Add(weight);
            var term = (output.Cast(type) * weight).Sum();
            sum = sum is null ? term : sum + term;
        }

        return sum!;
    }
}
