using System.Globalization;

namespace OnnxTrain;

/// <summary>A colour of pixels.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct PixelColour(byte Red, byte Green, byte Blue)
{
    /// <summary>Black.</summary>
    public static PixelColour Black { get; }

    /// <summary>White.</summary>
    public static PixelColour White { get; } = new(byte.MaxValue, byte.MaxValue, byte.MaxValue);

    /// <summary>Reads <c>white</c>, <c>black</c>, or three bytes in hexadecimal, <c>#ff8000</c> or <c>ff8000</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colour">The colour; black if there is none.</param>
    /// <returns>Whether it is a colour.</returns>
    public static bool TryParse(string? text, out PixelColour colour)
    {
        colour = Black;
        if (string.Equals(text, "black", StringComparison.OrdinalIgnoreCase)) return true;
        if (string.Equals(text, "white", StringComparison.OrdinalIgnoreCase))
        {
            colour = White;
            return true;
        }

        var digits = text?.StartsWith('#') == true ? text[1..] : text;
        if (digits?.Length != 6 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return false;
        colour = new((byte)(number >> 16), (byte)(number >> 8), (byte)number);
        return true;
    }

    /// <summary><c>white</c>, <c>black</c>, or <c>#ff8000</c>.</summary>
    public override string ToString() =>
        this == White ? "white" : this == Black ? "black" : string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");
}
