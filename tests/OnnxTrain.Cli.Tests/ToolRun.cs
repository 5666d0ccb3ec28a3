namespace OnnxTrain.Cli.Tests;

/// <summary>One run of the tool within the test's process, through its entry point.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static ToolRun Of(params string[] args) => Of(new StringWriter(), confirm: null, CancellationToken.None, args);

    public static ToolRun Of(StringWriter output, Func<string, bool>? confirm, CancellationToken cancellationToken, params string[] args)
    {
        var error = new StringWriter();
        var code = Tool.Run(args, Terminal.Of(output, error, confirm), cancellationToken);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the run was refused in words: exit code 2, the words, no stack trace.</summary>
    public void Refuses(params string[] words)
    {
        Assert.Equal(2, ExitCode);
        Assert.StartsWith("onnxtrain: ", Error, StringComparison.Ordinal);
        foreach (var word in words) Assert.Contains(word, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error + Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", Error, StringComparison.Ordinal);
    }

    public ToolRun Succeeds()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Output}");
        return this;
    }
}
