using System.Numerics;
using System.Numerics.Tensors;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// A named tensor that persists between steps: a parameter, a running statistic, or the state of an optimizer. Its memory is allocated when
/// the model that it belongs to is created.
/// </summary>
public sealed class Variable
{
    private VariableValue? _value;
    private NativeBuffer? _buffer;
    private long _offset;
    private int _trace = -1, _typed;

    /// <summary>Creates a variable that is not yet part of a model.</summary>
    /// <param name="name">Its name within its module, such as <c>weight</c>; the model prefixes it with the path of the module.</param>
    /// <param name="shape">The axes, all numbers.</param>
    /// <param name="initializer">Its initial values.</param>
    /// <param name="isTrainable">Whether optimizers update it.</param>
    /// <exception cref="ShapeException">An axis is named.</exception>
    public Variable(string name, Shape shape, Initializer initializer, bool isTrainable = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        NameText.Require(name, "name of a variable");
        if (!shape.IsFixed) throw new ShapeException($"Variable {name}: every axis must be a number, not {shape}.");
        (Name, LocalName, Shape, Initializer, IsTrainable) = (name, name, shape, initializer, isTrainable);
    }

    /// <summary>The path of the module and the variable's own name, joined by dots: <c>encoder.linear1.weight</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Its name within its module.</summary>
    internal string LocalName { get; }

    /// <summary>The axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>Whether optimizers update it.</summary>
    public bool IsTrainable { get; }

    /// <summary>Its initializer.</summary>
    public Initializer Initializer { get; internal set; }

    /// <summary>The type of its elements, determined when the model is created.</summary>
    public ElementType ElementType => _value?.ElementType ?? Trace.ElementType;

    /// <summary>The number of elements.</summary>
    public int Count => checked((int)Shape.ElementCount);

    /// <summary>Whether it has memory from a model.</summary>
    internal bool HasStorage => _buffer is not null;

    /// <summary>The memory that it shares with the other variables of its model.</summary>
    internal NativeBuffer Buffer => _buffer ?? throw new InvalidOperationException(
        $"The variable {Name} has no values yet: create a Model of its module first.");

    /// <summary>The offset of its elements in <see cref="Buffer"/>, in bytes.</summary>
    internal long Offset => _offset;

    /// <summary>The value of the variable, for use in <c>Forward</c>.</summary>
    public static implicit operator Value(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable.ToValue();
    }

    /// <summary>The value of the variable, for use in <c>Forward</c>.</summary>
    public Value ToValue()
    {
        // One value wherever the variable is read: gradients, updates and files look it up by that. A later trace may be of another element
        // type.
        var trace = Trace.Number;
        if (_value is null || (!HasStorage && trace > _typed && _value.ElementType != Trace.ElementType))
            _value = new(this, new(Trace.ElementType, Shape));
        _typed = Math.Max(_typed, trace);
        return _value;
    }

    /// <summary>
    /// Copies its elements; a scalar becomes a tensor of one element, since <see cref="Tensor{T}"/> has at least one axis.
    /// </summary>
    /// <typeparam name="T">float or double, matching <see cref="ElementType"/>.</typeparam>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged =>
        Tensor.Create(ToArray<T>(), Shape.Rank == 0 ? [1] : Array.ConvertAll(Shape.Sizes(), size => (nint)size));

    /// <summary>Sets its elements, in row-major order.</summary>
    /// <typeparam name="T">float or double, matching <see cref="ElementType"/>.</typeparam>
    /// <exception cref="ShapeException">The number of elements differs.</exception>
    public void Assign<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        if (elements.Length != Count)
            throw new ShapeException($"Variable {Name}: {elements.Length} elements were given for the shape {Shape}, which holds {Count}.");
        elements.CopyTo(Elements<T>());
        GC.KeepAlive(_buffer);
    }

    /// <summary>Copies its elements as float64, which represents float32 exactly.</summary>
    internal double[] Numbers() => ElementType.VisitFloat<Reader, double[]>(new(this));

    /// <summary>Sets its elements, rounded to its type.</summary>
    internal void AssignNumbers(double[] elements) => ElementType.VisitFloat<Writer, bool>(new(this, elements));

    /// <summary>Copies the elements of a variable of the same type and shape.</summary>
    internal void CopyFrom(Variable other)
    {
        other.Bytes.CopyTo(Bytes);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
    }

    /// <summary>Name, element type and shape.</summary>
    public override string ToString() => $"{Name}: {ElementType.Text()}{Shape}";

    /// <summary>
    /// Names it after the module that is being traced; the first use in a trace counts. Until it has memory from a model, each trace names
    /// it again, since a module may be tried out before it becomes a model.
    /// </summary>
    internal void Enter(string path, int trace)
    {
        if (HasStorage || trace == _trace) return;
        (_trace, Name) = (trace, Trace.Join(path, LocalName));
    }

    /// <summary>Whether it was named in the trace <paramref name="trace"/>.</summary>
    internal bool IsEntered(int trace) => HasStorage || _trace == trace;

    /// <summary>Its elements as bytes. Keep the variable alive while they are used.</summary>
    internal Span<byte> Bytes => Buffer.Block<byte>(_offset, checked(Count * ElementType.Size())).Span;

    internal void Place(NativeBuffer buffer, long offset) => (_buffer, _offset) = (buffer, offset);

    private T[] ToArray<T>()
        where T : unmanaged
    {
        var elements = Elements<T>().ToArray();
        GC.KeepAlive(_buffer);
        return elements;
    }

    internal Span<T> Elements<T>()
        where T : unmanaged =>
        ElementTypes.Of<T>() == ElementType
            ? Buffer.Block<T>(_offset, Count).Span
            : throw new InvalidOperationException($"The variable {Name} holds {ElementType.Text()}, not {typeof(T).Name}.");

    /// <summary>Whether all its elements are finite.</summary>
    internal bool IsFinite => ElementType.VisitFloat<Finite, bool>(new(this));

    /// <summary>Fills it with its initial values.</summary>
    internal void Initialize(ulong seed, uint stream)
    {
        FirstValues(Bytes, seed, stream);
        GC.KeepAlive(_buffer);
    }

    /// <summary>Its initial values as bytes, regardless of its current values.</summary>
    internal byte[] FirstValues(ulong seed, uint stream)
    {
        var elements = new byte[checked(Count * ElementType.Size())];
        FirstValues(elements, seed, stream);
        return elements;
    }

    private unsafe void FirstValues(Span<byte> elements, ulong seed, uint stream)
    {
        fixed (byte* first = elements)
        {
            ElementType.VisitFloat<Filler, bool>(new(this, new RandomStream(seed, step: 0, stream), (nint)first));
        }
    }

    private readonly struct Reader(Variable variable) : IFloatVisitor<double[]>
    {
        public double[] Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var numbers = new double[variable.Count];
            ElementConversion.Convert<T, double>(variable.Elements<T>(), numbers);
            GC.KeepAlive(variable._buffer);
            return numbers;
        }
    }

    private readonly struct Writer(Variable variable, double[] numbers) : IFloatVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            var elements = new T[numbers.Length];
            ElementConversion.Convert<double, T>(numbers, elements);
            variable.Assign<T>(elements);
            return true;
        }
    }

    private readonly struct Finite(Variable variable) : IFloatVisitor<bool>
    {
        public bool Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.IsFiniteAll<T>(variable.Elements<T>());
    }

    private readonly struct Filler(Variable variable, RandomStream random, nint first) : IFloatVisitor<bool>
    {
        public unsafe bool Visit<T>()
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            variable.Initializer.Fill(new Span<T>((void*)first, variable.Count), variable.Shape, random);
            return true;
        }
    }
}
