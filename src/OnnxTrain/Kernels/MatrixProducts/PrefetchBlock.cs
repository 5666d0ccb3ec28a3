using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>Calls a block of a matrix into the second-level cache, a few lines at each step of the work before it.</summary>
internal unsafe struct PrefetchBlock(void* first, nint stride, int rows, int bytes, int steps)
{
    private const int Line = 64;

    private readonly int _perStep = (rows + steps - 1) / steps;
    private byte* _row = (byte*)first;
    private int _left = rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (!Sse.IsSupported || _left <= 0) return;
        for (var i = Math.Min(_perStep, _left); i > 0; i--, _row += stride)
        {
            for (var at = 0; at < bytes; at += Line) Sse.Prefetch1(_row + at);
        }

        _left -= _perStep;
    }
}
