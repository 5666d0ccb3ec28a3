using System.Globalization;
using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>What a learning-rate range test found.</summary>
internal static class RatesView
{
    private const int Height = 8;
    private const int MostWidth = 72;
    private const int LabelWidth = 12;
    private const int MostRows = 12;

    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Write(Terminal terminal, LearningRateCurve curve)
    {
        var page = new Page(terminal.Out);
        page.Heading(
            "Learning rates", curve.Exploded
                ? $"{Numbers.Count(curve.Points.Count, "step")}, until the loss exploded"
                : Numbers.Count(curve.Points.Count, "step"));
        if (curve.Points.Count > 1)
            Draw(terminal.Out, curve);
        page.Blank();
        page.Table(
            ["rate", "smoothed loss"],
            [.. Thinning.Spread(curve.Points, MostRows).Select(p => (string[])[Text(p.Rate), Numbers.Loss(p.SmoothedLoss)])]);
        page.Blank();
        if (curve is { Suggestion: { } rate, Minimum: { } minimum, Steepest: { } steepest })
        {
            page.Heading("Suggestion", $"--learning-rate {Text(rate)}", Page.Good);
            page.Line($"a tenth of {Text(minimum)}, where the loss is lowest; it falls fastest at {Text(steepest)}");
        }
        else
        {
            page.Heading("No suggestion", "the loss falls at none of these rates", Page.Bad);
            page.Line("Check the data and the network, or try a larger --batch-size.");
        }
    }

    /// <summary>A rate as it is typed: two digits that matter.</summary>
    private static string Text(double rate) =>
        double.Parse(rate.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .ToString("0.#########", CultureInfo.InvariantCulture);

    private static void Draw(IAnsiConsole console, LearningRateCurve curve)
    {
        var width = Math.Clamp(console.Profile.Width - LabelWidth - 2, 20, MostWidth);
        double[] losses = [.. curve.Points.Select(p => p.SmoothedLoss)];
        var chart = new BrailleChart(width, Height, losses);
        chart.Draw(losses, 0);
        for (var line = 0; line < Height; line++)
        {
            var label = line == 0 ? Numbers.Loss(chart.High) : line == Height - 1 ? Numbers.Loss(chart.Low) : "";
            console.Write($"{label.PadLeft(LabelWidth - 2)} │", Dim);
            foreach (var (text, series) in chart.Line(line)) console.Write(text, series < 0 ? Style.Plain : new Style(Color.Blue));
            console.WriteLine();
        }

        var (first, last) = (Text(curve.Points[0].Rate), Text(curve.Points[^1].Rate));
        var middle = Math.Max(6, (width - first.Length - last.Length) / 2);
        var end = Math.Max(last.Length + 1, width - first.Length - middle - 1);
        console.WriteLine($"{new string(' ', LabelWidth - 2)} └ {first}{"rate".PadLeft(middle)}{last.PadLeft(end)}", Dim);
    }
}
