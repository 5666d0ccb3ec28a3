namespace OnnxTrain.Tests.Ops;

/// <summary>
/// erf by the definition's series and the continued fraction of its complement, neither of which loses digits where it is used.
/// </summary>
internal static class ErfReference
{
    public static double Erf(double x) =>
        double.IsNaN(x) ? x : Math.CopySign(Math.Abs(x) < 1 ? Series(Math.Abs(x)) : 1 - Complement(Math.Abs(x)), x);

    /// <summary>erf x = 2/√π · e^−x² · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!! (Abramowitz and Stegun, 7.1.6): all terms are positive.</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (var n = 1; term > sum * 1e-18; n++) sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc x = e^−x² / √π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))) (Abramowitz and Stegun, 7.1.14).</summary>
    private static double Complement(double x)
    {
        if (x > 30) return 0;
        var fraction = x;
        for (var n = 200; n > 0; n--) fraction = x + (n / 2.0 / fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction;
    }
}
