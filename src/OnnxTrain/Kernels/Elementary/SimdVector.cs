using System.Numerics;
using System.Runtime.CompilerServices;

namespace OnnxTrain.Kernels;

/// <summary>A vector of the processor's usual width, <see cref="Vector{T}"/>.</summary>
internal readonly unsafe struct SimdVector<T>(Vector<T> elements) : ISimdVector<SimdVector<T>>
    where T : unmanaged
{
    private readonly Vector<T> elements = elements;

    public static int Count => Vector<T>.Count;

    public static bool IsSingle => typeof(T) == typeof(float);

    /// <summary>The first element.</summary>
    public T First => elements[0];

    /// <summary>The number in every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> OfEqual(T number) => new(Vector.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> operator +(SimdVector<T> a, SimdVector<T> b) => new(a.elements + b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> operator -(SimdVector<T> a, SimdVector<T> b) => new(a.elements - b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> operator -(SimdVector<T> a) => new(-a.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> operator *(SimdVector<T> a, SimdVector<T> b) => new(a.elements * b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> operator /(SimdVector<T> a, SimdVector<T> b) => new(a.elements / b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> Constant(float single, double wide) =>
        new(typeof(T) == typeof(float) ? Vector.Create(single).As<float, T>() : Vector.Create(wide).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> Bits(int single, long wide) =>
        new(typeof(T) == typeof(float) ? Vector.Create(single).As<int, T>() : Vector.Create(wide).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> Load(void* at) => new(Vector.Load((T*)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> FusedMultiplyAdd(SimdVector<T> a, SimdVector<T> b, SimdVector<T> c) => new(typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(a.elements.As<T, float>(), b.elements.As<T, float>(), c.elements.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(a.elements.As<T, double>(), b.elements.As<T, double>(), c.elements.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> Abs(SimdVector<T> a) => new(Vector.Abs(a.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(SimdVector<T> a, SimdVector<T> b) => Vector.LessThanAll(a.elements, b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> WhereLess(SimdVector<T> a, SimdVector<T> b, SimdVector<T> then, SimdVector<T> other) =>
        new(Vector.ConditionalSelect(Vector.LessThan(a.elements, b.elements), then.elements, other.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> WhereEqual(SimdVector<T> a, SimdVector<T> b, SimdVector<T> then, SimdVector<T> other) =>
        new(Vector.ConditionalSelect(Vector.Equals(a.elements, b.elements), then.elements, other.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> AddBits(SimdVector<T> a, SimdVector<T> b) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() + b.elements.As<T, int>()).As<int, T>()
        : (a.elements.As<T, long>() + b.elements.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> SubtractBits(SimdVector<T> a, SimdVector<T> b) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() - b.elements.As<T, int>()).As<int, T>()
        : (a.elements.As<T, long>() - b.elements.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> AndBits(SimdVector<T> a, SimdVector<T> b) => new(a.elements & b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> OrBits(SimdVector<T> a, SimdVector<T> b) => new(a.elements | b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> ExponentToLowestBits(SimdVector<T> a) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() >>> 23).As<int, T>()
        : (a.elements.As<T, long>() >>> 52).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> LowestBitsToExponent(SimdVector<T> a) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() << 23).As<int, T>()
        : (a.elements.As<T, long>() << 52).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector<T> InFloat64<TFunction>(SimdVector<T> x)
        where TFunction : IElementary
    {
        Vector.Widen(x.elements.As<T, float>(), out var low, out var high);
        var (first, second) = (TFunction.Of(new SimdVector<double>(low)), TFunction.Of(new SimdVector<double>(high)));
        return new(Vector.Narrow(first.elements, second.elements).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(void* at) => elements.Store((T*)at);
}
