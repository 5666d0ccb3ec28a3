namespace OnnxTrain.Kernels;

/// <summary>
/// Keeps the resources of an object until its last use has ended, on any thread: an object that is disposed while in use frees its memory
/// when that use ends, and refuses later uses. It does not wait, so it cannot deadlock.
/// </summary>
/// <param name="owner">The object.</param>
/// <param name="free">Frees what it owns; called once.</param>
internal sealed class Lifetime(object owner, Action free)
{
    /// <summary>The bit of an object that is disposed; the others count its uses.</summary>
    private const int Closed = 1 << 30;

    private int _state;
    private int _freed;

    /// <summary>Whether the object is disposed.</summary>
    public bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>Begins a use; disposing what this returns ends it.</summary>
    /// <exception cref="ObjectDisposedException">The object is disposed.</exception>
    public Use Enter()
    {
        if ((Interlocked.Increment(ref _state) & Closed) == 0) return new(this);
        Leave();
        throw new ObjectDisposedException(owner.GetType().Name);
    }

    /// <summary>
    /// Frees what the object owns, at once or when the last use ends. To be called when the object is disposed, as often as that is.
    /// </summary>
    public void Close()
    {
        if ((Interlocked.Or(ref _state, Closed) & ~Closed) == 0) Free();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed) Free();
    }

    private void Free()
    {
        if (Interlocked.Exchange(ref _freed, 1) == 0) free();
    }

    /// <summary>A use in progress.</summary>
    public readonly struct Use(Lifetime lifetime) : IDisposable
    {
        public void Dispose() => lifetime.Leave();
    }
}
