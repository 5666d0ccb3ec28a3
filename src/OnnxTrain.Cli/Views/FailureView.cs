namespace OnnxTrain.Cli;

/// <summary>What went wrong, on standard error.</summary>
internal static class FailureView
{
    public static void Write(Terminal terminal, Failure failure)
    {
        terminal.ErrorWriter.WriteLine($"{Tool.Name}: {VisibleText.OfLines(failure.Message)}");
        if (failure.Hint is { } hint) Hint(terminal, hint);
    }

    public static void Hint(Terminal terminal, string hint) =>
        terminal.ErrorWriter.WriteLine($"{new string(' ', Tool.Name.Length + 2)}{VisibleText.OfLines(hint)}");
}
