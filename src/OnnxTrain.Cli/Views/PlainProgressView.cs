namespace OnnxTrain.Cli;

/// <summary>Progress for files and pipes: a line now and then, some fifteen in all.</summary>
internal sealed class PlainProgressView(TextWriter writer, int epochs, string metric, string noun)
    : IProgressView,
        IProgress<TrainingProgress>
{
    private const int Lines = 15;

    private readonly int _every = Math.Max(1, (int)Math.Ceiling(epochs / (double)Lines));
    private int _last;

    public TrainingOutcome Show(Func<IProgress<TrainingProgress>, TrainingOutcome> work)
    {
        var outcome = work(this);
        if (outcome.History.Epochs is [.., var last] && last.Epoch != _last) Write(last);
        if (_last > 0) writer.WriteLine();
        return outcome;
    }

    public void Report(TrainingProgress value)
    {
        if (value.Result is { } result && (result.Epoch == 1 || result.Epoch % _every == 0)) Write(result);
    }

    private void Write(EpochResult result)
    {
        _last = result.Epoch;
        var epoch = $"{result.Epoch}".PadLeft($"{epochs}".Length);
        writer.WriteLine($"  epoch {epoch} of {epochs}  {ProgressText.Of(result, metric, noun)}");
        writer.Flush();
    }
}
