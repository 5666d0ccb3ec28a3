using System.Xml.Linq;

namespace OnnxTrain;

/// <summary>Gradients, updates and dead units of the layers.</summary>
internal static class LayerSection
{
    public static IReadOnlyList<XElement> Of(TrainingReport report)
    {
        if (report.History is not { } history || !history.Epochs.Any(e => e.Layers.Count > 0 || e.Units.Count > 0)) return [];
        var figures = new List<XElement>();
        if (history.Epochs.Any(e => e.Layers.Count > 0))
        {
            figures.Add(
                Norms(
                    history, "gradients", "Gradient norm", "‖gradient‖",
                    l => l.Gradient,
                    null,
                    "The length of the gradient of each layer's parameters, at the last step of each epoch. Lines far below the others "
                        + "are layers that hardly learn."));
            figures.Add(
                Norms(
                    history, "updates", "Update-to-weight ratio", "‖Δp‖ / ‖p‖",
                    l => l.UpdateRatio,
                    1e-3,
                    "How much the last step of each epoch changed each layer's parameters, relative to their length. About 10⁻³, the "
                        + "dashed line, is usual; far above, the learning rate is too high, far below, too low."));
        }

        if (history.Epochs.Any(e => e.Units.Count > 0)) figures.Add(DeadUnits(history));
        var content = new List<XElement> { Html.Element("div", Html.Class("figures"), figures) };
        if (history.Epochs.LastOrDefault(e => e.Layers.Count > 0) is { } last) content.Add(Parameters(last));
        return content;
    }

    private static XElement Norms(
        History history, string id, string heading, string label, Func<LayerNorms, double?> value, double? usual, string caption)
    {
        EpochResult[] epochs = [.. history.Epochs.Where(e => e.Layers.Count > 0)];
        var layers = epochs.Select(e => (X: (double)e.Epoch, Norms: LayerNorms.Of(e))).ToArray();
        var shown = Thinning.Spread([.. Enumerable.Range(0, layers[0].Norms.Length)], Figure.Styles);
        var values = shown.SelectMany(i => layers.Select(e => value(e.Norms[i]) ?? double.NaN));
        var chart = new Chart(
            CourseSection.Epochs(history), ChartAxis.Of(label, usual is { } u ? values.Append(u) : values, log: true),
            [.. shown.Select(i => layers[0].Norms[i].Name)]);
        if (usual is { } ratio) chart.Line([(history.Epochs[0].Epoch, ratio), (history.Epochs[^1].Epoch, ratio)], "chance");
        for (var i = 0; i < shown.Count; i++)
            chart.Series(
                Thinning.Envelope([.. layers.Select(e => (e.X, value(e.Norms[shown[i]]) ?? double.NaN))], 300), i,
                layers[0].Norms[shown[i]].Name);
        var names = shown.Select((layer, i) => (layers[0].Norms[layer].Name, Figure.Style(i))).ToList();
        if (shown.Count < layers[0].Norms.Length) caption += Invariant($" Shown are {shown.Count} of {layers[0].Norms.Length} layers.");
        var ends = layers[^1].Norms.Select(n => $"{n.Name} {Text(value(n))}");
        return Figure.Of(
            heading, chart.ToSvg(id, $"{heading} of each layer over epochs", $"In the last epoch: {string.Join(", ", ends)}."), caption,
            names);
    }

    private static XElement DeadUnits(History history)
    {
        EpochResult[] epochs = [.. history.Epochs.Where(e => e.Units.Count > 0)];
        var shown = Thinning.Spread([.. Enumerable.Range(0, epochs[0].Units.Count)], Figure.Styles);
        var chart = new Chart(
            CourseSection.Epochs(history),
            ChartAxis.Linear("dead units, %", 0, Math.Max(10, 100 * epochs.Max(e => e.Units.Max(u => u.DeadShare)))),
            [.. shown.Select(i => epochs[0].Units[i].Name)]);
        for (var i = 0; i < shown.Count; i++)
            chart.Series(
                Thinning.Envelope([.. epochs.Select(e => ((double)e.Epoch, 100 * e.Units[shown[i]].DeadShare))], 300), i,
                epochs[0].Units[shown[i]].Name);
        var names = shown
            .Select(
                (unit, i) =>
                    (
                        Invariant($"{epochs[^1].Units[unit].Name}: {epochs[^1].Units[unit].Dead} of {epochs[^1].Units[unit].Units}"),
                        Figure.Style(i)))
            .ToList();
        var ends = epochs[^1].Units.Select(u => Invariant($"{u.Dead} of {u.Units} units of {u.Name}"));
        return Figure.Of(
            "Dead units",
            chart.ToSvg("dead", "Dead units behind each activation over epochs", $"In the last epoch: {string.Join(", ", ends)}."),
            "Hidden units that are zero for every row looked at: no gradient flows through them. The legend counts those of the last "
                + "epoch.",
            names);
    }

    private static XElement Parameters(EpochResult epoch) =>
        Html.Table(
            Invariant($"Each parameter at the last step of epoch {epoch.Epoch}"), 1,
            ["parameter", "gradient norm", "weight norm", "update ratio"],
            epoch.Layers.Select(l => (string[])[l.Name, Text(l.GradientNorm), ReportNumbers.Short(l.WeightNorm), Text(l.UpdateRatio)]));

    private static string Text(double? number) => number is { } n ? Powers.Of(n) : "–";
}
