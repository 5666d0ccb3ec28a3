using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// Variables of one element type in one contiguous block of memory, each aligned to a cache line, so that an update is one loop and a
/// snapshot one copy. The gaps between them are unused.
/// </summary>
internal sealed class VariableBlock : IDisposable
{
    private readonly NativeBuffer _buffer;
    private readonly int _size;

    public VariableBlock(string name, IReadOnlyList<Variable> variables, ElementType elementType)
    {
        Variables = variables;
        ElementType = elementType;
        _size = elementType.Size();
        Offsets = new long[variables.Count];
        var end = 0L;
        for (var i = 0; i < variables.Count; i++)
        {
            if (variables[i].HasStorage)
                throw new InvalidOperationException($"The variable {variables[i].Name} already belongs to another model.");
            Offsets[i] = end / _size;
            end = NativeBuffer.Align(end + (variables[i].Shape.ElementCount * _size));
        }

        _buffer = new(end);
        for (var i = 0; i < variables.Count; i++) variables[i].Place(_buffer, Offsets[i] * _size);
        using (Trace.Typed(elementType))
        {
            Whole = new(name, [end / _size], Initializer.Zeros);
            _ = Whole.ToValue();
        }

        Whole.Place(_buffer, 0);
    }

    public IReadOnlyList<Variable> Variables { get; }

    public ElementType ElementType { get; }

    /// <summary>The offset of each variable, in elements.</summary>
    public long[] Offsets { get; }

    /// <summary>The whole memory as one variable [elements, gaps included].</summary>
    public Variable Whole { get; }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Allocates memory with the layout of this block, as one variable.</summary>
    public VariableBlock Like(string name)
    {
        using var scope = Trace.Typed(ElementType);
        var variable = new Variable(name, Whole.Shape, Initializer.Zeros, isTrainable: false);
        _ = variable.ToValue();
        return new(name, [variable], ElementType);
    }

    /// <summary>Copies the elements of a block with the same layout.</summary>
    public void CopyFrom(VariableBlock other)
    {
        other.Bytes.CopyTo(Bytes);
        GC.KeepAlive(_buffer);
        GC.KeepAlive(other);
    }

    /// <summary>Whether all elements of the variables are finite, ignoring the gaps.</summary>
    public bool IsFinite => Variables.All(v => v.IsFinite);

    /// <summary>A part of the memory, from the element <paramref name="offset"/> on, as a separate variable.</summary>
    public Variable View(string name, long offset, Shape shape)
    {
        using var scope = Trace.Typed(ElementType);
        var view = new Variable(name, shape, Initializer.Zeros, isTrainable: false);
        _ = view.ToValue();
        view.Place(_buffer, offset * _size);
        return view;
    }

    public byte[] Snapshot()
    {
        var snapshot = new byte[_buffer.Length];
        CopyTo(snapshot);
        return snapshot;
    }

    public void CopyTo(Span<byte> snapshot)
    {
        Bytes.CopyTo(snapshot);
        GC.KeepAlive(_buffer);
    }

    public void Restore(ReadOnlySpan<byte> snapshot)
    {
        snapshot.CopyTo(Bytes);
        GC.KeepAlive(_buffer);
    }

    public void Clear()
    {
        Bytes.Clear();
        GC.KeepAlive(_buffer);
    }

    private Span<byte> Bytes => _buffer.Block<byte>(0, checked((int)_buffer.Length)).Span;
}
