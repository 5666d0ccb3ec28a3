using System.Text.Json;

namespace OnnxTrain;

/// <summary>The network between features and targets, by what a file says of it.</summary>
internal abstract record ModelBody
{
    private static readonly Dictionary<string, Func<JsonElement, ModelBody>> Known = new(StringComparer.Ordinal)
    {
        [PerceptronBody.Name] = PerceptronBody.Read,
        [ImageBody.Name] = ImageBody.Read,
        [MixedBody.Name] = MixedBody.Read,
        [OwnBody.Name] = _ => new OwnBody(),
    };

    /// <summary>The name of its kind in the metadata of files.</summary>
    public abstract string Kind { get; }

    /// <summary>How many layers it is said to have at least: a file holds a tensor for each.</summary>
    public virtual int Layers => 1;

    /// <summary>The network, with new weights.</summary>
    /// <param name="features">What it takes: one tensor of all rows of numbers, if there are any, and then one for each other.</param>
    /// <param name="outputs">How many numbers it yields for each row.</param>
    public abstract Module New(IReadOnlyList<Feature> features, int outputs);

    /// <summary>Its row in reports: the network in a few words.</summary>
    public abstract string Describe(IReadOnlyList<Feature> features, int outputs);

    public abstract void Write(Utf8JsonWriter json);

    /// <exception cref="FormatException">There is no such kind.</exception>
    public static ModelBody Read(JsonElement json)
    {
        var kind = SpecJson.Text(json.GetProperty("kind"));
        return Known.TryGetValue(kind, out var read)
            ? read(json)
            : throw new FormatException($"'{kind}' is no kind of network; there are {string.Join(", ", Known.Keys)}");
    }

    /// <summary>Numbers in the row that is one of the network's inputs; 0 without it.</summary>
    private protected static int Width(IReadOnlyList<Feature> features) => features.Sum(feature => feature.RowWidth);
}
