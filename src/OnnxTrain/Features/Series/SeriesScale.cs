using System.Text.Json;

namespace OnnxTrain;

/// <summary>The mean and the standard deviation of each of several series in the training steps.</summary>
/// <param name="Names">The names of the series.</param>
/// <param name="Mean">The means.</param>
/// <param name="Deviation">The standard deviations; 1 for a series that is constant.</param>
internal sealed record SeriesScale(IReadOnlyList<string> Names, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>The scale of series, [steps, series].</summary>
    public static SeriesScale Of(IReadOnlyList<string> names, ReadOnlySpan<float> steps)
    {
        var (mean, squares) = (new double[names.Count], new double[names.Count]);
        var count = steps.Length / names.Count;
        for (var i = 0; i < count; i++)
        {
            for (var s = 0; s < mean.Length; s++)
            {
                // Welford (1962).
                double x = steps[(i * mean.Length) + s];
                var delta = x - mean[s];
                mean[s] += delta / (i + 1);
                squares[s] += delta * (x - mean[s]);
            }
        }

        return new(names, mean, Array.ConvertAll(squares, sum => (float)Math.Sqrt(sum / count) is var d and > 0 ? d : 1.0));
    }

    /// <summary>[batch, steps, series] in units, standardized.</summary>
    public Value Standardize(Value x) => (x - Constant(Mean)) / Constant(Deviation);

    /// <summary>[batch, steps, series] standardized, in units.</summary>
    public Value InUnits(Value x) => (x * Constant(Deviation)) + Constant(Mean);

    public void Write(Utf8JsonWriter json)
    {
        SpecJson.WriteTexts(json, "series", Names);
        SpecJson.WriteNumbers(json, "mean", Mean);
        SpecJson.WriteNumbers(json, "deviation", Deviation);
    }

    /// <exception cref="FormatException">The numbers do not fit the names.</exception>
    public static SeriesScale Read(JsonElement json)
    {
        var scale = new SeriesScale(
            SpecJson.Texts(json.GetProperty("series")), SpecJson.Numbers(json.GetProperty("mean")),
            SpecJson.Numbers(json.GetProperty("deviation")));
        return scale.Names.Count > 0 && scale.Mean.Count == scale.Names.Count && scale.Deviation.Count == scale.Names.Count
            && scale.Deviation.All(deviation => (float)deviation > 0)
            ? scale
            : throw new FormatException("the means and deviations of series do not fit their names");
    }

    private static Value Constant(IReadOnlyList<double> numbers) =>
        Value.Constant<float>([.. numbers.Select(number => (float)number)], [numbers.Count]);
}
