using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// A <see cref="DataModel"/> without its weights. It is stored in the metadata of the exported file, so that the file can be loaded and
/// trained further.
/// </summary>
/// <param name="Features">The inputs.</param>
/// <param name="Targets">The targets, at least one.</param>
/// <param name="Body">The network between them.</param>
/// <param name="Weight">The column of the rows' weights, or null.</param>
/// <param name="MissingValues">The texts that stand for a missing value in tables to predict; null for the defaults.</param>
internal sealed record ModelDescription(
    IReadOnlyList<Feature> Features, IReadOnlyList<Target> Targets, ModelBody Body, string? Weight = null,
    IReadOnlyList<string>? MissingValues = null)
{
    /// <summary>The key of the metadata that holds it.</summary>
    public const string MetadataKey = "onnxtrain.model";

    private const int Version = 2;

    /// <summary>The target of the model: its only one, or all together.</summary>
    public Target Target => Targets.Count == 1 ? Targets[0] : new SeveralTargets(Targets);

    /// <summary>Whether it takes only tensors, such as images or windows of series: rows of memory can be passed as they are.</summary>
    public bool TakesTensors => Features.All(feature => feature.IsTensor);

    /// <summary>The network, with new weights.</summary>
    public Module NewNetwork() => Body.New(Features, Target.Width);

    /// <summary>The description in the metadata of a file, of any version; null if there is none.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static ModelDescription? Find(Func<string, string?> metadata)
    {
        foreach (var key in (string[])[MetadataKey, .. FirstDescription.MetadataKeys])
        {
            if (metadata(key) is { } text) return FromJson(text, key);
        }

        return null;
    }

    /// <summary>The description of each feature; equal for features with the same encoding.</summary>
    public IReadOnlyList<string> FeatureTexts() =>
        [.. Features.Select(feature => JsonText.Of(json => FeatureKinds.Write(json, feature)))];

    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("features");
        foreach (var feature in Features) FeatureKinds.Write(json, feature);
        json.WriteEndArray();
        json.WriteStartArray("targets");
        foreach (var target in Targets) TargetKinds.Write(json, target);
        json.WriteEndArray();
        json.WriteStartObject("network");
        json.WriteString("kind", Body.Kind);
        Body.Write(json);
        json.WriteEndObject();
        if (Weight is not null) json.WriteString("weight", Weight);
        if (MissingValues is not null) SpecJson.WriteTexts(json, "missing", MissingValues);
        json.WriteEndObject();
    });

    /// <exception cref="DataException">The text was not written by <see cref="ToJson"/>, in this version or an earlier one.</exception>
    public static ModelDescription FromJson(string text, string key = MetadataKey)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (!root.TryGetProperty("version", out var version)) return FirstDescription.Read(root);
            return version.GetInt32() == Version
                ? Read(root)
                : throw new FormatException(
                    $"it is of version {version.GetRawText()}, and this version of OnnxTrain reads 1 and {Version}");
        }
        catch (Exception e) when (SpecJson.IsMalformed(e))
        {
            throw new DataException($"The description of the model in its metadata ('{key}') cannot be read: {e.Message}", e);
        }
    }

    private static ModelDescription Read(JsonElement root)
    {
        var description = new ModelDescription(
            [.. root.GetProperty("features").EnumerateArray().Select(FeatureKinds.Read)],
            [.. root.GetProperty("targets").EnumerateArray().Select(TargetKinds.Read)],
            ModelBody.Read(root.GetProperty("network")),
            root.TryGetProperty("weight", out var weight) ? SpecJson.Text(weight) : null,
            root.TryGetProperty("missing", out var missing) ? SpecJson.Texts(missing) : null);
        return description.Features.Count > 0 && description.Targets.Count > 0
            ? description
            : throw new FormatException("a model has at least one feature and one target");
    }
}
