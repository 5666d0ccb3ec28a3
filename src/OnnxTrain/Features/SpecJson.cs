using System.Text.Json;

namespace OnnxTrain;

/// <summary>
/// Parts of descriptions in the metadata of files. Reading anything that is not exactly as written throws a <see cref="FormatException"/>.
/// </summary>
internal static class SpecJson
{
    /// <summary>An enumeration value by its exact name, not by its number.</summary>
    public static T Enum<T>(JsonElement json)
        where T : struct, Enum
    {
        var text = Text(json);
        return System.Enum.TryParse<T>(text, out var value) && System.Enum.GetName(value) == text
            ? value
            : throw new FormatException($"'{text}' is not a {typeof(T).Name}; known values: "
                + $"{string.Join(", ", System.Enum.GetNames<T>())}");
    }

    public static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("a string is null");

    public static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    public static string[] Texts(JsonElement json) => [.. json.EnumerateArray().Select(Text)];

    /// <summary>A number that is finite in float32 too.</summary>
    public static double Number(JsonElement json) =>
        json.GetDouble() is var number && float.IsFinite((float)number)
            ? number
            : throw new FormatException($"{json.GetRawText()} is out of range");

    /// <summary>A number of a column that is scaled in float64 or in float32.</summary>
    public static double Number(JsonElement json, bool isWide) => !isWide ? Number(json)
        : json.GetDouble() is var number && double.IsFinite(number) ? number
        : throw new FormatException($"{json.GetRawText()} is out of range");

    /// <summary>Whether a column is described as float64.</summary>
    public static bool IsWide(JsonElement json) => json.TryGetProperty("type", out var type)
        && (Text(type) == "float64" ? true : throw new FormatException($"'{Text(type)}' is not a type of numbers; known: float64"));

    /// <summary>Writes what <see cref="IsWide"/> reads.</summary>
    public static void WriteWidth(Utf8JsonWriter json, bool isWide)
    {
        if (isWide) json.WriteString("type", "float64");
    }

    public static double[] Numbers(JsonElement json) => [.. json.EnumerateArray().Select(Number)];

    /// <summary>A divisor.</summary>
    public static double Scale(JsonElement json) =>
        Number(json) is var number && (float)number > 0
            ? number
            : throw new FormatException($"{json.GetRawText()} is a divisor; it must be above 0");

    /// <summary>A divisor of a column that is scaled in float64 or in float32.</summary>
    public static double Scale(JsonElement json, bool isWide) => !isWide ? Scale(json)
        : Number(json, isWide) is > 0 and var number ? number
        : throw new FormatException($"{json.GetRawText()} is a divisor; it must be above 0");

    /// <summary>Whether an exception is due to malformed JSON, not to a bug.</summary>
    public static bool IsMalformed(Exception e) =>
        e
            is JsonException
                or KeyNotFoundException
                or InvalidOperationException
                or ArgumentException
                or FormatException
                or OverflowException
                or IndexOutOfRangeException;
}
