using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>How many threads computations use. Results are the same bits for every number.</summary>
public static class Parallelism
{
    /// <summary>The most threads that one computation uses, at least 1; the processor count unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int MaxThreads
    {
        get => WorkerPool.MaxThreads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            WorkerPool.MaxThreads = value;
        }
    }
}
