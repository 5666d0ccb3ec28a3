namespace OnnxTrain;

/// <summary>Numbers for people: powers of ten only if needed.</summary>
internal static class Powers
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary><c>0</c>, <c>0.031</c>, <c>250</c>, <c>3·10⁻⁷</c>: one or two significant digits.</summary>
    public static string Of(double number)
    {
        if (number == 0 || !double.IsFinite(number)) return Invariant($"{number}");
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(number)));
        if (exponent is >= -3 and < 4) return Invariant($"{number:G2}");
        var digit = Math.Round(number / Math.Pow(10, exponent));
        if (Math.Abs(digit) == 10) (digit, exponent) = (Math.Sign(digit), exponent + 1);
        return digit == 1 ? $"10{Superscript(exponent)}" : Invariant($"{digit}·10{Superscript(exponent)}");
    }

    private static string Superscript(int exponent) =>
        string.Concat(Invariant($"{exponent}").Select(c => c == '-' ? '⁻' : Superscripts[c - '0']));
}
