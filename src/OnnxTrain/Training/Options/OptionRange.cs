namespace OnnxTrain;

/// <summary>The values that an option may have.</summary>
/// <param name="Holds">Whether a value is one of them.</param>
/// <param name="Words">Their description, to complete "x must be …".</param>
internal sealed record OptionRange<T>(Func<T, bool> Holds, string Words);

/// <summary>Ranges shared by several options.</summary>
internal static class OptionRange
{
    public static OptionRange<int> AtLeastOne { get; } = new(value => value >= 1, "a whole number, 1 or more");

    public static OptionRange<double?> Positive(string example) =>
        new(value => value is null || (value > 0 && double.IsFinite(value.Value)), $"a positive number, such as {example}");

    public static OptionRange<double?> Part { get; } = new(value => value is null or (>= 0 and < 1), "at least 0 and below 1");
}
