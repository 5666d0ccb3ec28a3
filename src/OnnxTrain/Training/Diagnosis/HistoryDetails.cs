using System.Text.Json;

namespace OnnxTrain;

/// <summary>The diagnosis of an epoch in the file of a <see cref="History"/>.</summary>
internal static class HistoryDetails
{
    /// <summary>Adds <c>layers</c> and <c>units</c> to the object of the epoch, if there are any.</summary>
    public static void Write(Utf8JsonWriter json, EpochResult epoch)
    {
        if (epoch.Layers.Count > 0)
        {
            json.WriteStartArray("layers");
            foreach (var layer in epoch.Layers) Write(json, layer);
            json.WriteEndArray();
        }

        if (epoch.Units.Count == 0) return;
        json.WriteStartArray("units");
        foreach (var unit in epoch.Units) Write(json, unit);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, LayerDiagnosis layer)
    {
        json.WriteStartObject();
        json.WriteString("name", layer.Name);
        WriteNumber(json, "gradient_norm", layer.GradientNorm);
        WriteNumber(json, "weight_norm", layer.WeightNorm);
        WriteNumber(json, "update_ratio", layer.UpdateRatio);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnitDiagnosis unit)
    {
        json.WriteStartObject();
        json.WriteString("name", unit.Name);
        json.WriteNumber("units", unit.Units);
        json.WriteNumber("dead", unit.Dead);
        json.WriteEndObject();
    }

    /// <summary>A number, or null if JSON cannot represent it.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
