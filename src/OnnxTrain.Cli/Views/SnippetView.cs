namespace OnnxTrain.Cli;

/// <summary>The C# that runs the file.</summary>
internal static class SnippetView
{
    public static void Write(Terminal terminal, Page page, TrainingSession session)
    {
        page.Heading("Use it from C#", "dotnet add package Microsoft.ML.OnnxRuntime");
        page.Blank();
        foreach (var line in session.Snippet(Math.Max(60, terminal.Out.Profile.Width - 4)))
            terminal.OutWriter.WriteLine($"  {line}".TrimEnd());
    }
}
