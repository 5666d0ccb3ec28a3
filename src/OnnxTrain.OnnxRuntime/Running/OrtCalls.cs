namespace OnnxTrain;

/// <summary>
/// Work that ONNX Runtime is doing. When the process ends, the runtime's global state is taken down while other threads may still be in it,
/// which aborts the process. So the end waits a moment for what is under way, and what would begin after it waits, too, on all threads but
/// the ending one. Neither waits for long, since each may wait for the other.
/// </summary>
internal static class OrtCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static int _running;
    private static volatile int _endingThread;

    static OrtCalls() => AppDomain.CurrentDomain.ProcessExit += (_, _) => End();

    /// <summary>Counts a call until the result is disposed.</summary>
    public static Call Begin()
    {
        Interlocked.Increment(ref _running);
        if (_endingThread == 0 || _endingThread == Environment.CurrentManagedThreadId) return default;
        Interlocked.Decrement(ref _running);
        Thread.Sleep(Patience);
        Interlocked.Increment(ref _running);
        return default;
    }

    private static void End()
    {
        _endingThread = Environment.CurrentManagedThreadId;
        Interlocked.MemoryBarrier();
        SpinWait.SpinUntil(() => Volatile.Read(ref _running) == 0, Patience);
    }

    /// <summary>A call under way.</summary>
    public readonly ref struct Call : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref _running);
    }
}
