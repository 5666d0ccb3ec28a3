namespace OnnxTrain.Cli;

/// <summary>How many rows of the data a verification compares.</summary>
/// <param name="Count">The number, spread over the data; null for all.</param>
internal sealed record VerifyRows(int? Count)
{
    /// <summary>Reads a number of rows, or <c>all</c>; null for anything else.</summary>
    public static VerifyRows? TryParse(string text) =>
        text.Equals("all", StringComparison.OrdinalIgnoreCase) ? new(Count: null)
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count)
            && count > 0 ? new(count)
        : null;
}
