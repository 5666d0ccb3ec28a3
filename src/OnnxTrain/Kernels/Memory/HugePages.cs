using System.Runtime.InteropServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Asks Linux to back large memory with pages of 2 MiB: a trip through it then needs a five-hundredth of the address translations. Where
/// the system does not heed the advice, the memory is as good as any.
/// </summary>
internal static unsafe partial class HugePages
{
    private const nuint PageSize = 2 << 20;

    /// <summary>Linux's advice for pages of 2 MiB, <c>MADV_HUGEPAGE</c> of <c>madvise(2)</c>.</summary>
    private const int Advice = 14;

    /// <summary>Bytes from which the advice is worth its rounding up to whole pages.</summary>
    private const nuint LeastBytes = 4 * PageSize;

    /// <summary>The alignment in bytes that suits memory of <paramref name="bytes"/> bytes.</summary>
    public static nuint Alignment(nuint bytes) => bytes >= LeastBytes && OperatingSystem.IsLinux() ? PageSize : NativeBuffer.Alignment;

    /// <summary>Gives the advice for memory that is large and not touched yet.</summary>
    public static void Advise(void* memory, nuint bytes)
    {
        if (bytes < LeastBytes || !OperatingSystem.IsLinux()) return;
        try
        {
            _ = Madvise(memory, bytes / PageSize * PageSize, Advice);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system whose C library has another name does without.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* memory, nuint bytes, int advice);
}
