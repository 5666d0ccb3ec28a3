namespace OnnxTrain.Cli;

/// <summary>
/// Reads what may keep a reader waiting for ever: pipes, devices, standard input. A call of the system that waits cannot be cancelled, so
/// a stop leaves the read behind.
/// </summary>
internal static class WaitingRead
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Reads on a thread of its own, and tells again and again how far it is.</summary>
    /// <param name="read">The read.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="repeats">Whether progress is told also while nothing comes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static T Run<T>(
        Func<IProgress<RowProgress>?, T> read, IProgress<RowProgress>? progress, bool repeats, CancellationToken cancellationToken)
    {
        var latest = progress is null ? null : new Latest(progress);
        var task = Task.Run(() => read(latest), CancellationToken.None);
        WaitHandle[] events = [((IAsyncResult)task).AsyncWaitHandle, cancellationToken.WaitHandle];
        while (WaitHandle.WaitAny(events, Interval) is var first and not 0)
        {
            if (first != WaitHandle.WaitTimeout) throw new OperationCanceledException(cancellationToken);
            if (repeats) latest?.Repeat();
        }

        return task.GetAwaiter().GetResult();
    }

    private sealed class Latest(IProgress<RowProgress> progress) : IProgress<RowProgress>
    {
        private RowProgress _value = new(0, null);

        public void Report(RowProgress value) => progress.Report(_value = value);

        public void Repeat() => progress.Report(_value);
    }
}
