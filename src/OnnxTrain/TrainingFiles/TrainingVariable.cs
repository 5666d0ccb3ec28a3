using System.Text.Json;

namespace OnnxTrain;

/// <summary>A variable of a training step in files.</summary>
/// <param name="Name">The name of its input.</param>
/// <param name="Type">Its type.</param>
/// <param name="Update">The output with its new value; null if a step does not change it.</param>
/// <param name="IsInferred">Whether the inference graph takes it too.</param>
/// <param name="Place">The position of its elements in the model file, in bytes; null if they are not in it.</param>
internal sealed record TrainingVariable(string Name, TensorType Type, string? Update, bool IsInferred, (long Offset, long Length)? Place)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        WriteType(json, Type);
        json.WriteString("update", Update);
        json.WriteBoolean("inference", IsInferred);
        if (Place is var (offset, length))
        {
            json.WriteNumber("offset", offset);
            json.WriteNumber("length", length);
        }

        json.WriteEndObject();
    }

    public static TrainingVariable Read(JsonElement json)
    {
        Shape shape = [.. json.GetProperty("shape").EnumerateArray().Select(d => (Dimension)d.GetInt64())];
        var name = json.GetProperty("type").GetString();
        if (ElementTypes.Named(name) is not { } type || !type.IsFloat())
            throw new FormatException($"a variable is of the type '{name}'; float32 and float64 are known");
        (long, long)? place = json.TryGetProperty("offset", out var offset)
            ? (offset.GetInt64(), json.GetProperty("length").GetInt64())
            : null;
        return new(
            json.GetProperty("name").GetString() ?? throw new FormatException("a variable has no name"),
            new(type, shape),
            json.GetProperty("update").GetString(), json.GetProperty("inference").GetBoolean(), place);
    }

    /// <summary>The element type, and the shape with numbers and names.</summary>
    public static void WriteType(Utf8JsonWriter json, TensorType type)
    {
        json.WriteString("type", type.ElementType.Text());
        json.WriteStartArray("shape");
        foreach (var dimension in type.Shape)
        {
            if (dimension.IsFixed) json.WriteNumberValue(dimension.Size);
            else json.WriteStringValue(dimension.Name);
        }

        json.WriteEndArray();
    }
}
