namespace OnnxTrain.Cli;

/// <summary>Arguments as they are typed.</summary>
internal static class CommandLineText
{
    /// <summary>The command line, with quotes where a shell needs them.</summary>
    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Prepend(Tool.Name).Select(Quoted));

    /// <summary>An argument, in quotes if a shell needs them.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=./,:+@%\\".Contains(c, StringComparison.Ordinal))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
