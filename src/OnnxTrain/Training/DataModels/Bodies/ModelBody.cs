using System.Text.Json;

namespace OnnxTrain;

/// <summary>The network between features and targets, as a file describes it.</summary>
internal abstract record ModelBody
{
    private static readonly Dictionary<string, Func<JsonElement, ModelBody>> Known = new(StringComparer.Ordinal)
    {
        [PerceptronBody.Name] = PerceptronBody.Read,
        [ImageBody.Name] = ImageBody.Read,
        [MixedBody.Name] = MixedBody.Read,
        [ForecastBody.Name] = ForecastBody.Read,
        [OwnBody.Name] = _ => new OwnBody(),
    };

    /// <summary>The name of its kind in the metadata of files.</summary>
    public abstract string Kind { get; }

    /// <summary>The least number of layers that it declares: a file holds a tensor for each.</summary>
    public virtual int Layers => 1;

    /// <summary>The network, with new weights.</summary>
    /// <param name="features">Its inputs: one tensor for all features that are numbers, if there are any, and then one for each other
    /// feature.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    public abstract Module New(IReadOnlyList<Feature> features, int outputs);

    /// <summary>Its row in reports: the network in a few words.</summary>
    public abstract string Describe(IReadOnlyList<Feature> features, int outputs);

    public abstract void Write(Utf8JsonWriter json);

    /// <exception cref="FormatException">The kind is unknown.</exception>
    public static ModelBody Read(JsonElement json)
    {
        var kind = SpecJson.Text(json.GetProperty("kind"));
        return Known.TryGetValue(kind, out var read)
            ? read(json)
            : throw new FormatException($"'{kind}' is not a kind of network; known kinds: {string.Join(", ", Known.Keys)}");
    }

    /// <summary>The width of the row of numbers among the network's inputs; 0 if there is none.</summary>
    private protected static int Width(IReadOnlyList<Feature> features) => features.Sum(feature => feature.NetworkWidth);
}
