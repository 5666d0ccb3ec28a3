namespace OnnxTrain;

/// <summary>Truth values as texts.</summary>
internal static class TruthText
{
    public const string True = "true", False = "false";

    /// <summary>Whether a text is a truth value: true, false, yes or no, in any case.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        foreach (var word in (ReadOnlySpan<string>)[True, False, "yes", "no"])
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
