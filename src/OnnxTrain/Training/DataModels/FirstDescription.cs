using System.Text.Json;

namespace OnnxTrain;

/// <summary>Descriptions of version 1, where models of tables and of images had separate formats.</summary>
internal static class FirstDescription
{
    /// <summary>The metadata keys of these descriptions.</summary>
    public static readonly string[] MetadataKeys = ["onnxtrain.tabular", "onnxtrain.image"];

    public static ModelDescription Read(JsonElement json) => json.TryGetProperty("columns", out _) ? OfTable(json) : OfImages(json);

    private static ModelDescription OfTable(JsonElement json)
    {
        var (name, classes) = (SpecJson.Text(json.GetProperty("target")), SpecJson.Texts(json.GetProperty("classes")));
        Target target = classes.Length > 0
            ? new ClassTarget(name, classes)
            : new NumberTarget(name, SpecJson.Number(json.GetProperty("target_mean")), SpecJson.Scale(json.GetProperty("target_scale")))
            {
                IsLogarithmic = json.TryGetProperty("log_target", out var log) && log.GetBoolean(),
            };
        Feature[] features = [.. json.GetProperty("columns").EnumerateArray().Select(Column)];
        return features.Length > 0
            ? new(features, [target], PerceptronBody.Read(json), json.TryGetProperty("weight", out var weight) ? weight.GetString() : null)
            : throw new FormatException("a model has at least one column");
    }

    private static Feature Column(JsonElement json)
    {
        var name = SpecJson.Text(json.GetProperty("name"));
        return SpecJson.Enum<ColumnKind>(json.GetProperty("kind")) switch
        {
            ColumnKind.Numeric => NumberFeature.Read(name, json),
            ColumnKind.Boolean => BooleanFeature.Read(name, json),
            _ => CategoryFeature.Read(name, json),
        };
    }

    private static ModelDescription OfImages(JsonElement json)
    {
        var image = ImageFeature.Read(ImageModel.Input, json, "anySize");
        var network = json.GetProperty("network").GetString();
        return new([image], [new ClassTarget("", SpecJson.Texts(json.GetProperty("classes")))],
            network is null ? new OwnBody() : new ImageBody(network));
    }
}
