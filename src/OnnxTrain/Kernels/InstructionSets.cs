using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>
/// Which micro-kernels run: the widest that the processor has, or the one that the environment variable ONNXTRAIN_KERNELS names:
/// <c>512</c>, <c>256</c>, <c>128</c> (bits of a vector) or <c>scalar</c>.
/// </summary>
internal static class InstructionSets
{
    public const string Variable = "ONNXTRAIN_KERNELS";

    public static KernelWidth Current { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    public static KernelWidth Choose(string? name) => name switch
    {
        null or "" => Widest,
        "512" when Vector512.IsHardwareAccelerated => KernelWidth.Vector512,
        "256" when Vector256.IsHardwareAccelerated && Fma.IsSupported => KernelWidth.Vector256,
        "128" when Vector128.IsHardwareAccelerated => KernelWidth.Vector128,
        "scalar" => KernelWidth.Scalar,
        _ => throw new PlatformNotSupportedException($"{Variable} is '{name}'; this processor has {string.Join(", ", Available)}."),
    };

    private static IEnumerable<string> Available =>
    [
        .. Vector512.IsHardwareAccelerated ? ["512"] : Array.Empty<string>(),
        .. Vector256.IsHardwareAccelerated && Fma.IsSupported ? ["256"] : Array.Empty<string>(),
        .. Vector128.IsHardwareAccelerated ? ["128"] : Array.Empty<string>(),
        "scalar",
    ];

    private static KernelWidth Widest =>
        Vector512.IsHardwareAccelerated ? KernelWidth.Vector512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? KernelWidth.Vector256
        : Vector128.IsHardwareAccelerated ? KernelWidth.Vector128
        : KernelWidth.Scalar;
}
