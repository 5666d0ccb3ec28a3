using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>An option and what it may be: values in the words of the command line, or a range of numbers.</summary>
/// <param name="Option">The option.</param>
/// <param name="Values">The values; none for a range.</param>
/// <param name="Range">The ends of a range, or null.</param>
internal sealed record SearchAxis(string Option, IReadOnlyList<string> Values, (double Low, double High)? Range)
{
    /// <summary>Ends so far apart, or farther, are drawn between on a logarithmic scale.</summary>
    private const double Wide = 10;

    private static readonly char[] Separators = ['|', '/'];

    public bool IsOneValue => Range is null && Values.Count == 1;

    /// <param name="option">The option.</param>
    /// <param name="text">Values with / or | between, or two numbers with .. between.</param>
    /// <exception cref="ToolException">The range has no numbers.</exception>
    public static SearchAxis Of(string option, string text)
    {
        var at = text.IndexOf("..", StringComparison.Ordinal);
        if (at < 0)
            return new(option, text.Split(Separators), null);
        if (TryNumber(text[..at], out var low) && TryNumber(text[(at + 2)..], out var high) && low < high)
            return new(option, [], (low, high));
        throw new ToolException(
            $"{option} is '{text}'; expected a range of two numbers, the smaller one first, such as 0.0001..0.1, or values with / between."
        );
    }

    /// <summary>A value by chance.</summary>
    public string Draw(RandomDraw random)
    {
        if (Range is not { } range) return random.Choice(Values);
        var (low, high) = range;
        if (low > 0 && high / low >= Wide) return Text(random.LogUniform(low, high));
        return IsWhole ? random.Integer((int)low, (int)high).ToString(CultureInfo.InvariantCulture) : Text(random.Uniform(low, high));
    }

    private bool IsWhole =>
        Range is { } range && range.Low >= 1 && double.IsInteger(range.Low) && double.IsInteger(range.High) && range.High < int.MaxValue;

    /// <summary>Three digits: more decide nothing, and have to be read and typed.</summary>
    private string Text(double number) =>
        IsWhole
            ? Math.Round(number).ToString("F0", CultureInfo.InvariantCulture)
            : double.Parse(number.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                .ToString("R", CultureInfo.InvariantCulture);

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
