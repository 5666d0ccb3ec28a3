using System.Numerics;
using System.Numerics.Tensors;

namespace OnnxTrain.Kernels;

/// <summary>How elements become one.</summary>
internal interface IReducer<T>
{
    static abstract T Start { get; }

    /// <summary>One number for a run of elements.</summary>
    static abstract T Reduce(ReadOnlySpan<T> run);

    /// <summary>sum[i] = sum[i] joined with run[i].</summary>
    static abstract void Join(Span<T> sum, ReadOnlySpan<T> run);
}

internal readonly struct SumReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Start => T.Zero;

    public static T Reduce(ReadOnlySpan<T> run) => TensorPrimitives.Sum(run);

    public static void Join(Span<T> sum, ReadOnlySpan<T> run) => TensorPrimitives.Add(sum, run, sum);
}

internal readonly struct MaxReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Start => T.NegativeInfinity;

    public static T Reduce(ReadOnlySpan<T> run) => TensorPrimitives.Max(run);

    public static void Join(Span<T> sum, ReadOnlySpan<T> run) => TensorPrimitives.Max(sum, run, sum);
}

internal readonly struct MinReducer<T> : IReducer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Start => T.PositiveInfinity;

    public static T Reduce(ReadOnlySpan<T> run) => TensorPrimitives.Min(run);

    public static void Join(Span<T> sum, ReadOnlySpan<T> run) => TensorPrimitives.Min(sum, run, sum);
}
