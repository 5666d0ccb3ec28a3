using System.Text;

namespace OnnxTrain;

/// <summary>Strings as UTF-8 can hold them, which those of ONNX are.</summary>
internal static class WellFormed
{
    /// <summary>The string with U+FFFD for half a surrogate pair.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) whole.Append(rune);
        return whole.ToString();
    }
}
