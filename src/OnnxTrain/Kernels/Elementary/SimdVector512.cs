using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>A vector of 512 bits.</summary>
internal readonly unsafe struct SimdVector512<T>(Vector512<T> elements) : ISimdVector<SimdVector512<T>>
    where T : unmanaged
{
    private readonly Vector512<T> elements = elements;

    public static int Count => Vector512<T>.Count;

    public static bool IsSingle => typeof(T) == typeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> operator +(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements + b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> operator -(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements - b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> operator -(SimdVector512<T> a) => new(-a.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> operator *(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements * b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> operator /(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements / b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Constant(float single, double wide) =>
        new(typeof(T) == typeof(float) ? Vector512.Create(single).As<float, T>() : Vector512.Create(wide).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Bits(int single, long wide) =>
        new(typeof(T) == typeof(float) ? Vector512.Create(single).As<int, T>() : Vector512.Create(wide).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Load(void* at) => new(Vector512.Load((T*)at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> FusedMultiplyAdd(SimdVector512<T> a, SimdVector512<T> b, SimdVector512<T> c) =>
        new(typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(a.elements.As<T, float>(), b.elements.As<T, float>(), c.elements.As<T, float>()).As<float, T>()
        : Vector512.FusedMultiplyAdd(a.elements.As<T, double>(), b.elements.As<T, double>(), c.elements.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> Abs(SimdVector512<T> a) => new(Vector512.Abs(a.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(SimdVector512<T> a, SimdVector512<T> b) => Vector512.LessThanAll(a.elements, b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> WhereLess(SimdVector512<T> a, SimdVector512<T> b, SimdVector512<T> then, SimdVector512<T> other) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.elements, b.elements), then.elements, other.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> WhereEqual(SimdVector512<T> a, SimdVector512<T> b, SimdVector512<T> then, SimdVector512<T> other) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a.elements, b.elements), then.elements, other.elements));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> AddBits(SimdVector512<T> a, SimdVector512<T> b) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() + b.elements.As<T, int>()).As<int, T>()
        : (a.elements.As<T, long>() + b.elements.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> SubtractBits(SimdVector512<T> a, SimdVector512<T> b) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() - b.elements.As<T, int>()).As<int, T>()
        : (a.elements.As<T, long>() - b.elements.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> AndBits(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements & b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> OrBits(SimdVector512<T> a, SimdVector512<T> b) => new(a.elements | b.elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> ExponentToLowestBits(SimdVector512<T> a) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() >>> 23).As<int, T>()
        : (a.elements.As<T, long>() >>> 52).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> LowestBitsToExponent(SimdVector512<T> a) => new(typeof(T) == typeof(float)
        ? (a.elements.As<T, int>() << 23).As<int, T>()
        : (a.elements.As<T, long>() << 52).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SimdVector512<T> InFloat64<TFunction>(SimdVector512<T> x)
        where TFunction : IElementary
    {
        var (low, high) = Vector512.Widen(x.elements.As<T, float>());
        var (first, second) = (TFunction.Of(new SimdVector512<double>(low)), TFunction.Of(new SimdVector512<double>(high)));
        return new(Vector512.Narrow(first.elements, second.elements).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(void* at) => elements.Store((T*)at);
}
