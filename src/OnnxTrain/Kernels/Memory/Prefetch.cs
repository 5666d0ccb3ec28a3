using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>Asks for memory before it is needed, where the processor can be asked.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64;

    /// <summary>The beginnings of the rows of a tile, two cache lines of each, into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<T>(Rows<T> rows, int count)
        where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        var row = (byte*)rows.First;
        for (var i = 0; i < count; i++, row += rows.Stride * sizeof(T))
        {
            Sse.Prefetch1(row);
            Sse.Prefetch1(row + Line);
        }
    }
}
