using System.Collections.Concurrent;

namespace OnnxTrain;

/// <summary>
/// Objects of ONNX Runtime that depend on each other: sessions, allocators, tensors in their memory, bindings. Each has a finalizer of its
/// own, and finalizers run in any order; a tensor freed after the session whose memory it is in ends the process. So the objects are
/// reachable from here until they are disposed, the last made first: by whoever holds the <see cref="OrtOwner"/>, or by its finalizer if
/// that was forgotten.
/// </summary>
internal sealed class OrtResources : IDisposable
{
    private static readonly ConcurrentDictionary<OrtResources, byte> Alive = new(ReferenceEqualityComparer.Instance);

    private readonly List<IDisposable> _made = [];
    private readonly OrtResources? _parent;
    private bool _isDisposed;

    /// <summary>Resources that are kept alive until they are disposed.</summary>
    public OrtResources() => Alive[this] = 0;

    private OrtResources(OrtResources parent) => _parent = parent;

    /// <summary>The number of groups that wait for their disposal, in the process.</summary>
    public static int Count => Alive.Count;

    /// <summary>Takes over an object.</summary>
    /// <returns>The object.</returns>
    /// <exception cref="ObjectDisposedException">The resources are disposed; the object is disposed, too.</exception>
    public T Add<T>(T made)
        where T : IDisposable
    {
        lock (_made)
        {
            if (!_isDisposed)
            {
                _made.Add(made);
                return made;
            }
        }

        made.Dispose();
        throw new ObjectDisposedException(nameof(OrtResources));
    }

    /// <summary>Resources that may go before these, and go with these at the latest.</summary>
    public OrtResources Child() => Add(new OrtResources(this));

    public void Dispose()
    {
        IDisposable[] made;
        lock (_made)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            made = [.. _made];
            _made.Clear();
        }

        _parent?.Remove(this);
        Array.Reverse(made);
        using var call = OrtCalls.Begin();
        foreach (var one in made) one.Dispose();
        if (_parent is null) Alive.TryRemove(this, out _);
    }

    private void Remove(OrtResources child)
    {
        lock (_made) _made.Remove(child);
    }
}
