using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// The future of series. The network yields standardized numbers [batch, horizon, series], of which the loss is computed; the output
/// <c>forecast</c> of the file has the units of the series. <see cref="ForecastModel"/> creates it.
/// </summary>
public sealed class SeriesTarget : Target
{
    internal const string Forecast = "forecast";

    private const int MostElements = 1 << 26;

    private readonly SeriesScale _scale;

    internal SeriesTarget(string name, int horizon, SeriesScale scale)
        : base(name)
    {
        if (horizon < 1 || (long)horizon * scale.Names.Count > MostElements)
            throw new ArgumentException($"A horizon of {horizon} steps of {scale.Names.Count} series is too short or too long.");
        (Horizon, _scale) = (horizon, scale);
    }

    /// <summary>The number of steps that are forecast.</summary>
    public int Horizon { get; }

    /// <summary>The names of the series.</summary>
    public IReadOnlyList<string> Series => _scale.Names;

    internal override string Kind => "series";

    internal override ModelTask Task => ModelTask.Regression;

    internal override int Width => Horizon * Series.Count;

    internal override IReadOnlyList<Metric> Metrics => [new RSquared(), new Rmse()];

    internal override IReadOnlyList<string> OutputNames => [Forecast];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => OutputsOf(Answer(output));

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) => [(Forecast, answer)];

    internal override Value Answer(Value output) => _scale.InUnits(output);

    internal override IReadOnlyList<double> DeviationsOf(string output) => _scale.Deviation;

    internal override Value EncodeTarget(Value target) => _scale.Standardize(target);

    internal override string Describe() => Invariant($"{Horizon} steps of {NameList.Quoted(Series)}");

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("horizon", Horizon);
        _scale.Write(json);
    }

    internal static SeriesTarget Read(string name, JsonElement json) =>
        new(name, json.GetProperty("horizon").GetInt32(), SeriesScale.Read(json)) { Weight = TargetKinds.Weight(json) };
}
