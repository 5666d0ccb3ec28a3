namespace OnnxTrain;

/// <summary>Checks names for files. ONNX runtimes read them as C strings, which end at the character NUL.</summary>
internal static class NameText
{
    /// <exception cref="ArgumentException">The name contains the character NUL.</exception>
    public static string Require(string name, string what) =>
        name.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException(
                $"The {what} '{name.Replace("\0", "\\0", StringComparison.Ordinal)}' holds the character NUL, which ends names in ONNX "
                    + "Runtime.")
            : name;
}
