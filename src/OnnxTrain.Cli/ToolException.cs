namespace OnnxTrain.Cli;

/// <summary>A failure whose message is meant for the user as it is.</summary>
internal sealed class ToolException(string message, string? hint = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do about it.</summary>
    public string? Hint => hint;
}
