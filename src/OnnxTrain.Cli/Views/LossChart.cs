using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>The losses of the epochs as a small chart, as wide as the terminal allows.</summary>
internal static class LossChart
{
    /// <summary>Lines, with the one of the legend.</summary>
    public const int Height = 8;

    private const int MostWidth = 72;
    private const int LeastWidth = 20;
    private const int LabelWidth = 12;

    private static readonly Style[] Styles = [new(Color.Blue), new(Color.Yellow)];
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>Whether a chart fits beside its labels and says something.</summary>
    public static bool Fits(IAnsiConsole console, IReadOnlyList<EpochResult> epochs) =>
        epochs.Count > 1 && console.Profile.Width - LabelWidth - 2 >= LeastWidth;

    /// <param name="console">Where to draw.</param>
    /// <param name="epochs">The epochs so far, two or more.</param>
    /// <param name="endLine">Ends a line.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<EpochResult> epochs, Action endLine)
    {
        double[] training = [.. epochs.Select(e => e.TrainingLoss)];
        double[] validation = epochs.Any(e => e.ValidationLoss is not null) ? [.. epochs.Select(e => e.ValidationLoss ?? double.NaN)] : [];
        var width = Math.Min(MostWidth, console.Profile.Width - LabelWidth - 2);
        var chart = new BrailleChart(width, Height - 1, [.. training, .. validation]);
        chart.Draw(training, 0);
        chart.Draw(validation, 1, isDotted: true);
        for (var line = 0; line < Height - 1; line++)
        {
            var label = line == 0 ? Numbers.Loss(chart.High) : line == Height - 2 ? Numbers.Loss(chart.Low) : "";
            console.Write($"{label.PadLeft(LabelWidth - 2)} │", Dim);
            foreach (var (text, series) in chart.Line(line)) console.Write(text, series < 0 ? Style.Plain : Styles[series]);
            endLine();
        }

        console.Write($"{new string(' ', LabelWidth - 2)} └ ", Dim);
        var hasMarks = width >= 3 * LeastWidth;
        console.Write(hasMarks ? "⠤⠤⠤ training" : "training", Styles[0]);
        if (validation.Length > 0)
        {
            console.Write(", ", Dim);
            console.Write(hasMarks ? "⠤ ⠤ validation" : "validation", Styles[1]);
        }

        // On the narrowest terminal the line would wrap.
        if (width >= 2 * LeastWidth) console.Write($" loss, epoch {epochs[0].Epoch} to {epochs[^1].Epoch}", Dim);
        endLine();
    }
}
