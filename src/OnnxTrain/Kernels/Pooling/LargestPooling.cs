using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>The largest element; NaN if any element is NaN.</summary>
internal readonly struct LargestPooling<T> : IPooling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Start => T.NegativeInfinity;

    public static T Join(T x, T y) => T.Max(x, y);

    public static Vector128<float> Join(Vector128<float> x, Vector128<float> y) => Vector128.Max(x, y);

    public static void Join(ReadOnlySpan<T> x, Span<T> into) => TensorPrimitives.Max(into, x, into);
}
