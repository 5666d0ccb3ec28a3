using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The rows or images that validate: a part of the data, or data of their own.</summary>
/// <param name="Part">The part that is held back; 0 for none, or where there are data of their own.</param>
/// <param name="Data">A table or a folder of their own, or null.</param>
internal sealed record HeldOut(double Part, string? Data = null)
{
    public const string Wanted = "a part of the rows, 0 or more and below 1, such as 0.2; or a table or a folder of images";

    public static readonly HeldOut None = new(0);

    /// <summary>Whether anything validates.</summary>
    public bool IsAny => Part > 0 || Data is not null;

    /// <summary>Reads a part, or the name of a table or a folder; null for a number that is no part.</summary>
    public static HeldOut? TryParse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part))
            return part is >= 0 and < 1 ? new(part) : null;
        return string.IsNullOrWhiteSpace(text) || text.EndsWith('%') ? null : new(0, text);
    }
}
