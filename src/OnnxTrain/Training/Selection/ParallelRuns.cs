using System.Runtime.ExceptionServices;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Runs long tasks in parallel, started in order. They are independent, so the result does not depend on how many run at a time. If several
/// fail, the exception of the first in order is thrown.
/// </summary>
internal sealed class ParallelRuns<T>
{
    private readonly Func<int, CancellationToken, T> _run;
    private readonly T[] _results;
    private readonly ExceptionDispatchInfo?[] _failures;
    private readonly CancellationTokenSource[] _sources;
    private int _next = -1;
    private int _firstFailure = int.MaxValue;

    private ParallelRuns(int count, Func<int, CancellationToken, T> run, CancellationToken cancellationToken)
    {
        (_run, _results, _failures) = (run, new T[count], new ExceptionDispatchInfo?[count]);
        _sources = [.. Enumerable.Range(0, count).Select(_ => CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))];
    }

    /// <param name="count">The number of runs.</param>
    /// <param name="parallelism">The number of parallel runs; null for the number of threads of computations.</param>
    /// <param name="run">The run of an index; it must throw when cancelled.</param>
    /// <param name="cancellationToken">Cancels all.</param>
    public static T[] Of(int count, int? parallelism, Func<int, CancellationToken, T> run, CancellationToken cancellationToken)
    {
        var threads = parallelism ?? Parallelism.MaxThreads;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(parallelism));
        var runs = new ParallelRuns<T>(count, run, cancellationToken);
        Task[] helpers = [.. Enumerable.Range(1, Math.Min(threads, count) - 1).Select(_ =>
            Task.Factory.StartNew(runs.Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        runs.Work();
        Task.WaitAll(helpers, CancellationToken.None);
        foreach (var source in runs._sources) source.Dispose();
        Array.Find(runs._failures, failure => failure is not null)?.Throw();
        return runs._results;
    }

    private void Work()
    {
        WorkerPool.BeginRun();
        try
        {
            WorkAll();
        }
        finally
        {
            WorkerPool.EndRun();
        }
    }

    private void WorkAll()
    {
        while (Interlocked.Increment(ref _next) is var i && i < _results.Length && i < Volatile.Read(ref _firstFailure))
        {
            try
            {
                _sources[i].Token.ThrowIfCancellationRequested();
                _results[i] = _run(i, _sources[i].Token);
            }
            catch (Exception e)
            {
                _failures[i] = ExceptionDispatchInfo.Capture(e);
                Fail(i);
            }
        }
    }

    /// <summary>
    /// Runs after a failed one are cancelled; those before it continue, since an earlier failure would be the one to report.
    /// </summary>
    private void Fail(int index)
    {
        lock (_sources)
        {
            if (index >= _firstFailure) return;
            Volatile.Write(ref _firstFailure, index);
            foreach (var source in _sources.AsSpan(index + 1)) source.Cancel();
        }
    }
}
