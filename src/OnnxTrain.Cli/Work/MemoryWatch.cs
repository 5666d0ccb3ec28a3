using System.Runtime;

namespace OnnxTrain.Cli;

/// <summary>
/// Keeps a run near its limit of memory: what the garbage collector would leave lying until it needs the room is collected, and given back
/// to the system, as soon as it is more than the limit allows.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private const int Milliseconds = 20;

    // What is reachable may grow by this part before it is looked at again.
    private const double Growth = 1.25;

    // A collection gives back the memory of large arrays only if they are more than a few.
    private const long Step = 16 << 20;

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private readonly long _least;
    private long _most;

    /// <param name="memory">The limit.</param>
    public MemoryWatch(MemoryRequest memory)
    {
        _least = _most = memory.Bytes / 4;

        // A thread of its own: those of the pool may all be at work.
        _thread = new(Watch) { IsBackground = true, Name = nameof(MemoryWatch) };
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        while (!_end.Wait(Milliseconds))
        {
            if (GC.GetTotalMemory(forceFullCollection: false) <= _most) continue;
            GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _most = Math.Max(_least, (long)(Growth * GC.GetTotalMemory(forceFullCollection: false)) + Step);
        }
    }
}
