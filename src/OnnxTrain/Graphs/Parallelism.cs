using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The number of threads for computations. Results are the same to the bit for any number.</summary>
public static class Parallelism
{
    /// <summary>The maximum number of threads of one computation, at least 1; by default the processor count.</summary>
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
