namespace OnnxTrain.Kernels;

/// <summary>
/// Threads that help with one <see cref="ParallelLoop"/> at a time. They spin for a short while between loops, since the next
/// one follows within microseconds during training, and then park.
/// </summary>
internal static class WorkerPool
{
    private const int SpinsBeforeParking = 4000;

    private static readonly SemaphoreSlim Wake = new(0);
    private static readonly Lock Growth = new();
    private static ParallelLoop? _current;
    private static int _parked;
    private static int _workers;
    private static int _maxThreads = Environment.ProcessorCount;
    private static int _runs;

    /// <summary>How many threads work on a loop, the caller's included.</summary>
    public static int MaxThreads
    {
        get => Volatile.Read(ref _maxThreads);
        set => Volatile.Write(ref _maxThreads, value);
    }

    /// <summary>
    /// One of several computations side by side begins on this thread. Their threads count among <see cref="MaxThreads"/>, so that loops
    /// are shared only with threads that would idle.
    /// </summary>
    public static void BeginRun() => Interlocked.Increment(ref _runs);

    /// <summary>It has ended.</summary>
    public static void EndRun() => Interlocked.Decrement(ref _runs);

    /// <summary>Offers a loop to the workers; false when another one is under way or there is one thread only.</summary>
    public static bool TryShare(ParallelLoop loop)
    {
        var helpers = MaxThreads - Math.Max(1, Volatile.Read(ref _runs));
        if (helpers < 1 || Volatile.Read(ref _current) is not null) return false;
        if (Volatile.Read(ref _workers) < helpers) Grow(helpers);
        if (Interlocked.CompareExchange(ref _current, loop, null) is not null) return false;
        loop.Open();
        if (Volatile.Read(ref _parked) > 0 && Interlocked.Exchange(ref _parked, 0) is > 0 and var sleepers) Wake.Release(sleepers);
        return true;
    }

    /// <summary>Takes back what <see cref="TryShare"/> offered.</summary>
    public static void Withdraw() => Volatile.Write(ref _current, null);

    private static void Grow(int helpers)
    {
        lock (Growth)
        {
            for (; _workers < helpers; _workers++)
            {
                var index = _workers;
                new Thread(() => Work(index)) { IsBackground = true, Name = Invariant($"OnnxTrain worker {index + 1}") }.Start();
            }
        }
    }

    private static void Work(int index)
    {
        while (true)
        {
            for (var spins = 0; spins < SpinsBeforeParking; spins++)
            {
                if (HasWork(index, out var loop))
                {
                    loop.Help();
                    spins = 0;
                }

                Thread.SpinWait(8);
            }

            Park(index);
        }
    }

    private static bool HasWork(int index, out ParallelLoop loop)
    {
        loop = Volatile.Read(ref _current)!;
        return loop is { HasWork: true } && index < MaxThreads - 1;
    }

    private static void Park(int index)
    {
        Interlocked.Increment(ref _parked);
        if (!HasWork(index, out _) || !TryUnpark()) Wake.Wait();
    }

    /// <summary>Takes back one's place among the parked; false when a wake-up is already on its way.</summary>
    private static bool TryUnpark()
    {
        while (Volatile.Read(ref _parked) is > 0 and var parked)
        {
            if (Interlocked.CompareExchange(ref _parked, parked - 1, parked) == parked) return true;
        }

        return false;
    }
}
