using System.Diagnostics;
using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>
/// Progress on a terminal: a bar, the numbers and the course of the losses, redrawn in place and gone in the end. The cursor waits on the
/// line below, so that the echo of Ctrl-C lands on nothing.
/// </summary>
internal sealed class LiveProgressView(IAnsiConsole console, TrainRequest request, string metric)
    : IProgressView,
        IProgress<TrainingProgress>
{
    private const string Indent = "            ";
    private const int BarWidth = 40;
    private const int LinesOfText = 3;

    private static readonly ControlCode EraseRest = new("\e[K");
    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(80);

    private readonly List<EpochResult> _epochs = [];
    private int _height;
    private long _drawn;
    private EpochResult? _last;
    private EpochResult? _best;

    public TrainingOutcome Show(Func<IProgress<TrainingProgress>, TrainingOutcome> work)
    {
        console.Cursor.Hide();
        try
        {
            return work(this);
        }
        finally
        {
            if (_drawn != 0) console.Write(new ControlCode($"\e[{_height}A\r\e[J"));
            console.Cursor.Show();
        }
    }

    public void Report(TrainingProgress value)
    {
        if (value.Result is { } result)
        {
            _last = result;
            _epochs.Add(result);
            if (_best is null || Rank(result).CompareTo(Rank(_best)) < 0) _best = result;
        }

        if (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < RedrawInterval) return;
        if (_drawn != 0) console.Write(new ControlCode($"\e[{_height}A\r"));
        (_drawn, _height) = (Stopwatch.GetTimestamp(), 0);
        DrawBar(value);
        DrawLine(_last is null
            ? $"loss {Numbers.Loss(value.Loss)}  {value.RowsPerSecond:N0} {request.Noun}s/s"
            : ProgressText.Of(_last with { RowsPerSecond = value.RowsPerSecond }, metric, request.Noun));
        DrawLine(_last is null || _best is null ? "" : Best(_last, _best), Dim);

        // What is higher than the window cannot be drawn over again.
        if (console.Profile.Height > LinesOfText + LossChart.Height && LossChart.Fits(console, _epochs))
            LossChart.Write(console, _epochs, EndLine);
    }

    private void DrawBar(TrainingProgress progress)
    {
        var right =
            $"  epoch {progress.Epoch} of {progress.Epochs}{(progress.Remaining is { } time ? $"  {Numbers.Duration(time)} left" : "")}";
        var width = Math.Clamp(console.Profile.Width - Indent.Length - right.Length - 1, 5, BarWidth);
        var done = (progress.Epoch - 1 + ((double)progress.Batch / Math.Max(1, progress.Batches))) / progress.Epochs;
        var filled = (int)Math.Round(done * width);
        console.Write("  Training  ", Bold);
        console.Write(new string('━', filled), new Style(Color.Green));
        console.Write(new string('─', width - filled), Dim);
        console.Write(right);
        EndLine();
    }

    private void DrawLine(string text, Style? style = null)
    {
        var line = Indent + text;
        console.Write(line[..Math.Min(line.Length, console.Profile.Width - 1)], style ?? Style.Plain);
        EndLine();
    }

    private void EndLine()
    {
        console.Write(EraseRest);
        console.WriteLine();
        _height++;
    }

    private string Best(EpochResult last, EpochResult best)
    {
        var text = $"best {Numbers.Loss(LossOf(best))} in epoch {best.Epoch}";
        if (request.Options.Patience is not { } patience) return text;
        var left = patience - (last.Epoch - best.Epoch);
        return left > patience * 3 / 4
            ? text
            : $"{text}; stops in {Numbers.Count(left, "epoch")} unless the {request.Options.SelectBy?.Name ?? "loss"} improves";
    }

    private (double Rank, double Loss) Rank(EpochResult result) => result.RankBy(request.Options.SelectBy);

    private static double LossOf(EpochResult result) => result.ValidationLoss ?? result.TrainingLoss;
}
