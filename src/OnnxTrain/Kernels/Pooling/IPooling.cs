using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>How the elements under a window are combined.</summary>
internal interface IPooling<T>
    where T : unmanaged
{
    static abstract T Start { get; }

    static abstract T Join(T x, T y);

    static abstract Vector128<float> Join(Vector128<float> x, Vector128<float> y);

    /// <summary>into = join(into, x), elementwise.</summary>
    static abstract void Join(ReadOnlySpan<T> x, Span<T> into);
}
