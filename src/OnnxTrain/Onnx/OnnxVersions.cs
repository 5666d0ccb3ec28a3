namespace OnnxTrain.Onnx;

/// <summary>Operator sets of ai.onnx and the file format versions that support them.</summary>
internal static class OnnxVersions
{
    /// <summary>The oldest operator set that is written.</summary>
    public const int MinimumOpset = 13;

    /// <summary>The newest operator set that is written: what ONNX Runtime 1.31 loads.</summary>
    public const int MaximumOpset = 26;

    /// <summary>The default if a model needs nothing newer: runtimes from 2022 on load it.</summary>
    public const int DefaultOpset = 17;

    /// <summary>The lowest IR version that supports an operator set, from the table of versions in the ONNX specification.</summary>
    public static int LowestIrVersion(int opset) =>
        opset switch
        {
            13 or 14 => 7,
            >= 15 and <= 18 => 8,
            19 or 20 => 9,
            21 or 22 => 10,
            23 => 11,
            24 => 12,
            25 or 26 => 13,
            _ => throw new ArgumentOutOfRangeException(
                nameof(opset), opset, $"Operator sets from {MinimumOpset} to {MaximumOpset} can be written."),
        };
}
