namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>What came of one input.</summary>
/// <param name="Verdict">Read, refused, or how it failed.</param>
/// <param name="Detail">The exception, the seconds or the bytes.</param>
/// <param name="Input">The input.</param>
internal sealed record FuzzResult(FuzzVerdict Verdict, string Detail, byte[] Input)
{
    public bool IsFailure => Verdict is not (FuzzVerdict.Read or FuzzVerdict.Refused);
}
