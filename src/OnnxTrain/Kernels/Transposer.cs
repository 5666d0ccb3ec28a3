using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>Transposes small blocks in registers, for packing.</summary>
internal static unsafe class Transposer
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSupported<T>() => typeof(T) == typeof(float) && Sse.IsSupported;

    /// <summary>to[j, i] = from[i, j] for 4 × 4 float32 elements; the strides are elements from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose4X4<T>(T* from, int fromStride, T* to, int toStride)
        where T : unmanaged
    {
        var x = (float*)from;
        var y = (float*)to;
        var (r0, r1) = (Vector128.Load(x), Vector128.Load(x + fromStride));
        var (r2, r3) = (Vector128.Load(x + (2L * fromStride)), Vector128.Load(x + (3L * fromStride)));
        var (low01, high01) = (Sse.UnpackLow(r0, r1), Sse.UnpackHigh(r0, r1));
        var (low23, high23) = (Sse.UnpackLow(r2, r3), Sse.UnpackHigh(r2, r3));
        Sse.MoveLowToHigh(low01, low23).Store(y);
        Sse.MoveHighToLow(low23, low01).Store(y + toStride);
        Sse.MoveLowToHigh(high01, high23).Store(y + (2L * toStride));
        Sse.MoveHighToLow(high23, high01).Store(y + (3L * toStride));
    }
}
