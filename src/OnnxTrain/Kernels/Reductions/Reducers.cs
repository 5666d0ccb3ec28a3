using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>How elements are combined.</summary>
internal interface IReducer<T>
{
    static abstract T Start { get; }

    /// <summary>One number for a run of elements.</summary>
    static abstract T Reduce(ReadOnlySpan<T> run);

    static abstract T Join(T a, T b);

    static abstract Vector<T> Join(Vector<T> a, Vector<T> b);
}

internal readonly struct SumReducer<T> : IReducer<T>
    where T : unmanaged, INumber<T>
{
    public static T Start => T.Zero;

    public static T Reduce(ReadOnlySpan<T> run) => Sums.Of(run);

    public static T Join(T a, T b) => a + b;

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => a + b;
}

internal readonly struct MaxReducer<T> : IReducer<T>
    where T : unmanaged, INumber<T>
{
    public static T Start => T.CreateSaturating(double.NegativeInfinity);

    public static T Reduce(ReadOnlySpan<T> run) => TensorPrimitives.Max(run);

    public static T Join(T a, T b) => T.Max(a, b);

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => Vector.Max(a, b);
}

internal readonly struct MinReducer<T> : IReducer<T>
    where T : unmanaged, INumber<T>
{
    public static T Start => T.CreateSaturating(double.PositiveInfinity);

    public static T Reduce(ReadOnlySpan<T> run) => TensorPrimitives.Min(run);

    public static T Join(T a, T b) => T.Min(a, b);

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => Vector.Min(a, b);
}

internal readonly struct ProductReducer<T> : IReducer<T>
    where T : unmanaged, INumber<T>
{
    public static T Start => T.One;

    public static T Reduce(ReadOnlySpan<T> run) => Sums.AllMultiplied(run);

    public static T Join(T a, T b) => a * b;

    public static Vector<T> Join(Vector<T> a, Vector<T> b) => a * b;
}
