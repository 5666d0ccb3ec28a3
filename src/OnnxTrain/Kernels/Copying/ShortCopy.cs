using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OnnxTrain.Kernels;

/// <summary>Copies of few elements, for which a call to the platform's copy takes longer than the copy.</summary>
internal static unsafe class ShortCopy
{
    /// <summary>to = from. The last vector overlaps the one before it, so nothing beyond is written; the two must not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<T>(T* from, T* to, int count)
        where T : unmanaged
    {
        if (count >= Vector512<T>.Count)
        {
            for (var i = 0; i < count - Vector512<T>.Count; i += Vector512<T>.Count) Vector512.Load(from + i).Store(to + i);
            var last = count - Vector512<T>.Count;
            Vector512.Load(from + last).Store(to + last);
        }
        else if (count >= Vector256<T>.Count)
        {
            var last = count - Vector256<T>.Count;
            Vector256.Load(from).Store(to);
            Vector256.Load(from + last).Store(to + last);
        }
        else if (count >= Vector128<T>.Count)
        {
            var last = count - Vector128<T>.Count;
            Vector128.Load(from).Store(to);
            Vector128.Load(from + last).Store(to + last);
        }
        else
        {
            for (var i = 0; i < count; i++) to[i] = from[i];
        }
    }
}
