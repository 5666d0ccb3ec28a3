namespace OnnxTrain;

/// <summary>The shared part of <see cref="Lars"/> and <see cref="Lamb"/>: a rate for each parameter, by its norm.</summary>
internal static class TrustRatio
{
    /// <summary>‖x‖₂, a scalar.</summary>
    public static Value Norm(Value x) => (x * x).Sum().Sqrt();

    /// <summary>above / below, or 1 if one of the norms is 0.</summary>
    public static Value Of(Value first, Value second, Value above, Value below)
    {
        var isZero = (first * second).EqualTo(first.Number(0));
        return Value.Where(isZero, first.Number(1), above / Value.Where(isZero, first.Number(1), below));
    }
}
