namespace OnnxTrain;

/// <summary>Advice from the norms of gradients and updates, and from dead units.</summary>
internal static class LayerAdvice
{
    public const double Vanishing = 1e-3, Exploding = 1e3, LargeUpdate = 0.1, SmallUpdate = 1e-6, DeadShare = 0.25;

    public static IEnumerable<TrainingAdvice> Of(IReadOnlyList<EpochResult> epochs)
    {
        LayerNorms[][] courses = [.. epochs.Where(e => e.Layers.Count > 0).Select(LayerNorms.Of)];
        return courses.Length == 0 ? [] : [.. Gradients(courses), .. Updates(courses)];
    }

    public static IEnumerable<TrainingAdvice> OfUnits(History history)
    {
        if (history.Epochs.Count == 0) yield break;
        var dead = (history.Best ?? history.Epochs[^1]).Units.Where(u => u.DeadShare >= DeadShare).ToList();
        if (dead.Count == 0) yield break;
        var counts = string.Join(", ", dead.Select(u => Invariant($"{u.Dead} of {u.Units} of {u.Name}")));
        yield return new(
            TrainingIssue.DeadUnits,
            $"Dead units, zero for every row: {counts}. No gradient flows through them. Try a lower learning rate, He initialization, or "
                + "LeakyReLU or ELU instead of ReLU; or use fewer units.");
    }

    private static IEnumerable<TrainingAdvice> Gradients(LayerNorms[][] courses)
    {
        var last = courses[0].Length - 1;
        if (last == 0)
            yield break;
        var ratios = Enumerable
            .Range(0, last)
            .Select(layer =>
                (
                    courses[0][layer].Name,
                    Ratio: Median(courses.Where(c => c[last].Gradient > 0).Select(c => c[layer].Gradient / c[last].Gradient))))
            .Where(r => r.Ratio is not null)
            .ToList();
        if (ratios.Count == 0)
            yield break;
        var (least, most) = (ratios.MinBy(r => r.Ratio), ratios.MaxBy(r => r.Ratio));
        if (least.Ratio <= Vanishing)
        {
            var finding =
                least.Ratio == 0
                    ? $"no gradient reaches {least.Name}"
                    : $"the gradients of {least.Name} are {Powers.Of(least.Ratio.Value)} of those of {courses[0][last].Name}";
            yield return new(
                TrainingIssue.VanishingGradients,
                $"Vanishing gradients: {finding}, so it hardly learns. Try ReLU instead of sigmoid or tanh, He initialization, batch or "
                    + "layer normalization, skip connections, or fewer layers.");
        }

        if (most.Ratio >= Exploding)
        {
            yield return new(
                TrainingIssue.ExplodingGradients,
                $"Exploding gradients: those of {most.Name} are {Powers.Of(most.Ratio.Value)} times those of {courses[0][last].Name}. "
                    + "Try to clip the norm of the gradient at 1, smaller first weights (Glorot or He initialization), batch or layer "
                    + "normalization, or a lower learning rate.");
        }
    }

    private static IEnumerable<TrainingAdvice> Updates(LayerNorms[][] courses)
    {
        var ratios = Enumerable.Range(0, courses[0].Length)
            .Select(layer => (courses[0][layer].Name, Ratio: Median(courses.Select(c => c[layer].UpdateRatio).OfType<double>())))
            .Where(r => r.Ratio is not null).ToList();
        if (ratios.Count == 0) yield break;
        var (least, most) = (ratios.MinBy(r => r.Ratio), ratios.MaxBy(r => r.Ratio));
        if (most.Ratio >= LargeUpdate)
        {
            yield return new(
                TrainingIssue.LargeUpdates,
                $"Large updates: one step changes {most.Name} by {Powers.Of(most.Ratio.Value)} of its weights; about 0.001 is usual. Try "
                    + "a lower learning rate.");
        }

        if (least.Ratio <= SmallUpdate)
        {
            yield return new(
                TrainingIssue.SmallUpdates,
                $"Small updates: one step changes {least.Name} by {Powers.Of(least.Ratio.Value)} of its weights; about 0.001 is usual. "
                    + "Try a higher learning rate.");
        }
    }

    private static double? Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Where(double.IsFinite).Order()];
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }
}
