using System.Text.Json;

namespace OnnxTrain;

/// <summary>One of the <see cref="ForecastNetworks"/>, on the known steps of series.</summary>
internal sealed record ForecastBody(string Network) : ModelBody
{
    public const string Name = "forecast";

    public override string Kind => Name;

    public override Module New(IReadOnlyList<Feature> features, int outputs) => features is [SeriesFeature series]
        ? ForecastNetworks.Create(Network, series.Series.Count, series.Window, outputs / series.Series.Count)
        : throw new ArgumentException($"The network '{Network}' takes series and no other feature.");

    public override string Describe(IReadOnlyList<Feature> features, int outputs) => Network;

    public override void Write(Utf8JsonWriter json) => json.WriteString("network", Network);

    public static new ForecastBody Read(JsonElement json) => new(SpecJson.Text(json.GetProperty("network")));
}
