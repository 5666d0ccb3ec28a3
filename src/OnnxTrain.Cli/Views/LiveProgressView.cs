using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OnnxTrain.Cli;

/// <summary>Progress on a terminal: a bar and the numbers, redrawn in place and gone in the end.</summary>
internal sealed class LiveProgressView(IAnsiConsole console, TrainRequest request, string metric) : IProgressView
{
    private const string Left = "            ";

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(80);

    public TrainingOutcome Show(Func<IProgress<TrainingProgress>, TrainingOutcome> work)
    {
        var live = console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop);
        return live.Start(context => work(new Display(this, context)));
    }

    private IRenderable Draw(TrainingProgress progress, EpochResult? last, EpochResult? best)
    {
        var right = $"  epoch {progress.Epoch} of {progress.Epochs}{(progress.Remaining is { } time ? $"  {Numbers.Duration(time)} left" : "")}";
        var width = Math.Clamp(console.Profile.Width - Left.Length - right.Length - 1, 5, 40);
        var done = (progress.Epoch - 1 + (progress.Batches > 0 ? (double)progress.Batch / progress.Batches : 0)) / progress.Epochs;
        var filled = (int)Math.Round(done * width);
        var lines = new Paragraph()
            .Append("  Training  ", new Style(decoration: Decoration.Bold))
            .Append(new string('━', filled), new Style(Color.Green))
            .Append(new string('─', width - filled), new Style(decoration: Decoration.Dim))
            .Append(right);
        if (last is null) return lines.Append($"\n{Left}loss {Numbers.Loss(progress.Loss)}  {progress.RowsPerSecond:N0} rows/s");
        lines.Append($"\n{Left}{ProgressText.Of(last with { RowsPerSecond = progress.RowsPerSecond }, metric)}");
        return best is null ? lines : lines.Append($"\n{Left}{Best(last, best)}", new Style(decoration: Decoration.Dim));
    }

    private string Best(EpochResult last, EpochResult best)
    {
        var text = $"best {Numbers.Loss(LossOf(best))} in epoch {best.Epoch}";
        var left = request.Patience - (last.Epoch - best.Epoch);
        return request.Patience == 0 || left > request.Patience * 3 / 4 ? text : $"{text}, stops in {Numbers.Count(left, "epoch")} unless it gets better";
    }

    private static double LossOf(EpochResult result) => result.ValidationLoss ?? result.TrainingLoss;

    private sealed class Display(LiveProgressView view, LiveDisplayContext context) : IProgress<TrainingProgress>
    {
        private long _drawn;
        private EpochResult? _last;
        private EpochResult? _best;

        public void Report(TrainingProgress value)
        {
            if (value.Result is { } result)
            {
                _last = result;
                if (_best is null || LossOf(result) < LossOf(_best)) _best = result;
            }

            if (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < RedrawInterval) return;
            _drawn = Stopwatch.GetTimestamp();
            context.UpdateTarget(view.Draw(value, _last, _best));
        }
    }
}
