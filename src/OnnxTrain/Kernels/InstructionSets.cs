using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OnnxTrain.Kernels;

/// <summary>
/// The micro-kernels in use: the widest that the processor supports, or the one in the environment variable ONNXTRAIN_KERNELS: <c>512</c>,
/// <c>256</c>, <c>128</c> (bits of a vector) or <c>scalar</c>.
/// </summary>
internal static class InstructionSets
{
    public const string Variable = "ONNXTRAIN_KERNELS";

    private static readonly Dictionary<string, KernelWidth> Names = new(StringComparer.Ordinal)
    {
        ["512"] = KernelWidth.Vector512,
        ["256"] = KernelWidth.Vector256,
        ["128"] = KernelWidth.Vector128,
        ["scalar"] = KernelWidth.Scalar,
    };

    /// <summary>The widths that the processor supports, widest first.</summary>
    public static IReadOnlyList<KernelWidth> Available { get; } = [.. Names.Values.Where(IsAvailable)];

    public static KernelWidth Current { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    public static KernelWidth Choose(string? name)
    {
        if (string.IsNullOrEmpty(name)) return Available[0];
        return Names.TryGetValue(name, out var width) && Available.Contains(width)
            ? width
            : throw new PlatformNotSupportedException(
                $"{Variable} is '{name}'; this processor has "
                    + $"{string.Join(", ", Names.Where(n => Available.Contains(n.Value)).Select(n => n.Key))}.");
    }

    private static bool IsAvailable(KernelWidth width) => width switch
    {
        KernelWidth.Vector512 => Vector512.IsHardwareAccelerated,
        KernelWidth.Vector256 => Vector256.IsHardwareAccelerated && Fma.IsSupported,
        KernelWidth.Vector128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };
}
