using System.Runtime.ExceptionServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// A loop over [0, count) in chunks of <paramref name="grain"/>, made once and run once a step. The chunks are the same for
/// every number of threads, so the results are the same bits.
/// </summary>
internal sealed class ParallelLoop(int count, int grain, Action<int, int> body)
{
    /// <summary>Elements to move or to add up below which one thread is faster than two.</summary>
    private const int Elements = 16384;

    private readonly int _chunks = (count + grain - 1) / grain;
    private int _next = int.MaxValue / 2;
    private int _done;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A loop over rows of so many elements each, a chunk as many rows as make work enough for a thread.</summary>
    public static ParallelLoop OverRows(int rows, int elements, Action<int, int> body) =>
        new(rows, Math.Max(1, Elements / Math.Max(1, elements)), body);

    public bool HasWork => Volatile.Read(ref _next) < _chunks;

    public void Run()
    {
        if (_chunks <= 1 || !WorkerPool.TryShare(this))
        {
            for (var start = 0; start < count; start += grain) body(start, Math.Min(start + grain, count));
            return;
        }

        Help();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _done) < _chunks) spin.SpinOnce(sleep1Threshold: -1);
        WorkerPool.Withdraw();
        if (Interlocked.Exchange(ref _failure, null) is { } failure) failure.Throw();
    }

    /// <summary>Runs chunks until none is left. A worker that comes late finds none and leaves.</summary>
    public void Help()
    {
        while (HasWork)
        {
            var chunk = Interlocked.Increment(ref _next) - 1;
            if (chunk >= _chunks) return;
            try
            {
                body(chunk * grain, Math.Min((chunk + 1) * grain, count));
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }

            Interlocked.Increment(ref _done);
        }
    }

    /// <summary>
    /// Lets workers in. Only for the loop that the pool has taken on: a worker that still holds the loop from its last run
    /// would else take a chunk that the caller, turned away by the pool, runs itself.
    /// </summary>
    public void Open()
    {
        Volatile.Write(ref _done, 0);

        // A full fence: the pool looks for parked workers only after the chunks are there to be seen.
        Interlocked.Exchange(ref _next, 0);
    }
}
