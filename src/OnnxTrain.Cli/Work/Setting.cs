using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>A choice with numbers behind it, as <c>step:50,0.1</c> on the command line.</summary>
/// <param name="Kind">What is chosen.</param>
/// <param name="Numbers">Its numbers; those left out are for the default.</param>
internal sealed record Setting<T>(T Kind, params IReadOnlyList<double> Numbers)
    where T : struct
{
    /// <summary>The number at a place, or what stands for it when left out.</summary>
    public double this[int at, double otherwise] => at < Numbers.Count ? Numbers[at] : otherwise;

    /// <summary>The choice of a text, or null if it is none.</summary>
    /// <param name="text">A name; behind a colon numbers with commas between.</param>
    /// <param name="choices">Names and how many numbers each takes at most; each number says itself whether it will do.</param>
    public static Setting<T>? Parse(string text, IEnumerable<(string Name, T Kind, Func<double, bool>[] Fits)> choices)
    {
        var parts = text.Split(':', 2);
        foreach (var (name, kind, fits) in choices)
        {
            if (!name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)) continue;
            string[] texts = parts.Length > 1 ? parts[1].Split(',') : [];
            if (texts.Length > fits.Length) return null;
            var numbers = new double[texts.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                if (
                    !double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                    || !double.IsFinite(numbers[i])
                    || !fits[i](numbers[i]))
                    return null;
            }

            return new(kind, numbers);
        }

        return null;
    }
}
