using System.Text;
using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// All that a <see cref="TabularModel"/> is besides its weights. It travels in the metadata of the exported file, so that the
/// file can be loaded and trained on.
/// </summary>
internal sealed record TabularSpec(
    IReadOnlyList<TabularColumn> Columns,
    string Target,
    IReadOnlyList<string> Classes,
    double TargetMean,
    double TargetScale,
    IReadOnlyList<int> Hidden,
    Activation Activation,
    double Dropout)
{
    /// <summary>Whether the target is learned as its logarithm.</summary>
    public bool LogTarget { get; init; }

    /// <summary>The column of the rows' weights, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>The key of the metadata that holds it.</summary>
    public const string MetadataKey = "onnxtrain.tabular";

    public bool IsClassifier => Classes.Count > 0;

    public ModelHead Head => IsClassifier ? new ClassificationHead(Classes) : new RegressionHead(TargetMean, TargetScale, LogTarget);

    public TabularNetwork NewNetwork() =>
        new(Columns.Sum(c => c.Width), Hidden, IsClassifier ? Classes.Count : 1, Activation, Dropout);

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        )
        {
            json.WriteStartObject();
            json.WriteString("target", Target);
            WriteStrings(json, "classes", Classes);
            json.WriteNumber("target_mean", TargetMean);
            json.WriteNumber("target_scale", TargetScale);
            if (LogTarget) json.WriteBoolean("log_target", true);
            if (Weight is not null) json.WriteString("weight", Weight);
            json.WriteStartArray("hidden");
            foreach (var units in Hidden) json.WriteNumberValue(units);
            json.WriteEndArray();
            json.WriteString("activation", Activation.ToString());
            json.WriteNumber("dropout", Dropout);
            json.WriteStartArray("columns");
            foreach (var column in Columns) WriteColumn(json, column);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="DataException">The text is not one that <see cref="ToJson"/> wrote.</exception>
    public static TabularSpec FromJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return new(
                [.. root.GetProperty("columns").EnumerateArray().Select(ReadColumn)],
                SpecJson.Text(root.GetProperty("target")),
                SpecJson.Texts(root.GetProperty("classes")),
                SpecJson.Number(root.GetProperty("target_mean")),
                SpecJson.Scale(root.GetProperty("target_scale")),
                [.. root.GetProperty("hidden").EnumerateArray().Select(e => e.GetInt32())],
                SpecJson.Enum<Activation>(root.GetProperty("activation")),
                SpecJson.Number(root.GetProperty("dropout")))
            {
                LogTarget = root.TryGetProperty("log_target", out var log) && log.GetBoolean(),
                Weight = root.TryGetProperty("weight", out var weight) ? weight.GetString() : null,
            };
        }
        catch (Exception e) when (SpecJson.IsMalformed(e))
        {
            throw new DataException($"The description of the model in its metadata ('{MetadataKey}') cannot be read: {e.Message}", e);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, TabularColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.Kind.ToString());
        if (column.IsNumeric)
        {
            WriteScale(json, column.Scale);
        }
        else
        {
            WriteStrings(json, "categories", column.Categories);
            if (column.Encoding != CategoryEncoding.OneHot) json.WriteString("encoding", column.Encoding.Name);
            if (column.Encoding.Buckets > 0) json.WriteNumber("buckets", column.Encoding.Buckets);
        }

        json.WriteEndObject();
    }

    private static TabularColumn ReadColumn(JsonElement json)
    {
        var (name, kind) = (SpecJson.Text(json.GetProperty("name")), SpecJson.Enum<ColumnKind>(json.GetProperty("kind")));
        return kind == ColumnKind.Numeric
            ? new(name, kind, ReadScale(json), [], CategoryEncoding.OneHot)
            : new(name, kind, NumberScale.None, SpecJson.Texts(json.GetProperty("categories")), ReadEncoding(json));
    }

    // What is left out is as it was before there was a choice, so that older files load and the default writes the same bytes.
    private static void WriteScale(Utf8JsonWriter json, NumberScale scale)
    {
        json.WriteNumber("mean", scale.Center);
        json.WriteNumber("scale", scale.Scale);
        if (scale.Kind == Scaling.Standardize) return;
        json.WriteString("scaling", scale.Kind.ToString());
        json.WriteNumber("fill", scale.Fill);
    }

    private static NumberScale ReadScale(JsonElement json)
    {
        var (center, scale) = (SpecJson.Number(json.GetProperty("mean")), SpecJson.Scale(json.GetProperty("scale")));
        return json.TryGetProperty("scaling", out var kind)
            ? new(SpecJson.Enum<Scaling>(kind), center, scale, SpecJson.Number(json.GetProperty("fill")))
            : new(Scaling.Standardize, center, scale, center);
    }

    private static CategoryEncoding ReadEncoding(JsonElement json) => json.TryGetProperty("encoding", out var name)
        ? CategoryEncoding.Of(SpecJson.Text(name), json.TryGetProperty("buckets", out var buckets) ? buckets.GetInt32() : 0)
        : CategoryEncoding.OneHot;

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
