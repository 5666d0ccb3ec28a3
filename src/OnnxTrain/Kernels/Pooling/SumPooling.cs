using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>The sum.</summary>
internal readonly struct SumPooling<T> : IPooling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Start => T.Zero;

    public static T Join(T x, T y) => x + y;

    public static Vector128<float> Join(Vector128<float> x, Vector128<float> y) => x + y;

    public static void Join(ReadOnlySpan<T> x, Span<T> into) => TensorPrimitives.Add(into, x, into);
}
