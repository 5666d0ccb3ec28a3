using System.Numerics;

namespace OnnxTrain.Kernels;

/// <summary>Selects the micro-kernels of attention. All give the same bits.</summary>
internal static class AttentionKernel
{
    public static Action Forward<T>(AttentionSizes sizes, AttentionBlocks<T> blocks, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T> => (width ?? InstructionSets.Current) switch
        {
            KernelWidth.Vector512 => new AttentionForward<T, MicroKernel512<T>>(sizes, blocks).Run,
            KernelWidth.Vector256 => new AttentionForward<T, MicroKernel256<T>>(sizes, blocks).Run,
            KernelWidth.Vector128 => new AttentionForward<T, MicroKernel128<T>>(sizes, blocks).Run,
            _ => new AttentionForward<T, MicroKernelScalar<T>>(sizes, blocks).Run,
        };

    public static Action Backward<T>(AttentionSizes sizes, AttentionBlocks<T> blocks, Scratch scratch, KernelWidth? width = null)
        where T : unmanaged, IFloatingPointIeee754<T> => (width ?? InstructionSets.Current) switch
        {
            KernelWidth.Vector512 => new AttentionBackward<T, MicroKernel512<T>>(sizes, blocks, scratch).Run,
            KernelWidth.Vector256 => new AttentionBackward<T, MicroKernel256<T>>(sizes, blocks, scratch).Run,
            KernelWidth.Vector128 => new AttentionBackward<T, MicroKernel128<T>>(sizes, blocks, scratch).Run,
            _ => new AttentionBackward<T, MicroKernelScalar<T>>(sizes, blocks, scratch).Run,
        };
}
