using System.Diagnostics;

namespace OnnxTrain;

/// <summary>Tells of progress several times a second, and obeys cancellation.</summary>
internal sealed class RowProgressReporter(IProgress<RowProgress>? progress, long? total, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _last = Stopwatch.GetTimestamp();

    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public void Report(long rows) => Report(rows, total);

    /// <inheritdoc cref="Report(long)"/>
    public void Report(long rows, long? total)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (progress is null || Stopwatch.GetElapsedTime(_last) < Pause) return;
        _last = Stopwatch.GetTimestamp();
        progress.Report(new(rows, total));
    }

    /// <summary>Tells of the last row.</summary>
    public void Finish(long rows) => progress?.Report(new(rows, rows));
}
