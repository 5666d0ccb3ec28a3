namespace OnnxTrain.Cli;

/// <summary>A step in ONNX Runtime beside the library's.</summary>
/// <param name="Rows">The rows of the step.</param>
/// <param name="Loss">The library's loss.</param>
/// <param name="Other">That of the file.</param>
/// <param name="Problems">What is not as it should be.</param>
internal sealed record StepComparison(int Rows, double Loss, double Other, IReadOnlyList<string> Problems)
{
    /// <summary>How far the losses are apart, relative.</summary>
    public double Difference => Loss == Other ? 0 : Math.Abs(Loss - Other) / Math.Abs(Loss);
}
