using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary>A command line that cannot be understood, in words.</summary>
internal static class UsageError
{
    /// <summary>What is wrong with the arguments, or null.</summary>
    public static ToolException? Of(ParseResult arguments, Verb? verb)
    {
        var help = verb is null ? $"{Tool.Name} --help lists the commands." : $"{Tool.Name} {verb.Name} --help explains all options.";
        if (
            verb is not null
            && arguments.Tokens.Select(t => t.Value.Split('=', ':')[0]).FirstOrDefault(verb.Refused.ContainsKey) is { } refused)
            return new($"{refused} cannot be used with {verb.Name}: {verb.Refused[refused]}.", $"Leave it out. {help}");
        if (verb is not null && OptionsTakenForFiles(arguments, verb) is { } late)
            return new($"'{late}' stands after --, where every name is that of a file.", "Put options before --, and files after it.");
        if ((arguments.UnmatchedTokens is [var token, ..] ? token : MistakenForData(arguments)) is { } unknown)
            return File.Exists(unknown) && unknown.StartsWith('-')
                ? new($"'{unknown}' begins with a hyphen, as options do.", $"Name the file so: {CommandLineText.Quoted("./" + unknown)}")
                : new(Unknown(unknown, verb), help);
        if (arguments.CommandResult.Children.OfType<OptionResult>().Select(Miscounted).OfType<string>().FirstOrDefault() is { } miscounted)
            return new(miscounted, help);
        if (arguments.Errors is [var error, ..])
            return new(error.Message, help);
        return verb is null ? new("Which command? There are " + string.Join(", ", Tool.Verbs.Select(v => v.Name)) + ".", help) : null;
    }

    /// <summary>An option that is not known, where a list of files would take it for one; after -- all names are files.</summary>
    private static string? MistakenForData(ParseResult arguments)
    {
        string[] files = [.. AfterDoubleDash(arguments)];
        return arguments.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .FirstOrDefault(name => name is ['-', _, ..] && !files.Contains(name));
    }

    /// <summary>An option after --, where it is taken for a file; null if there is none.</summary>
    private static string? OptionsTakenForFiles(ParseResult arguments, Verb verb) =>
        AfterDoubleDash(arguments).FirstOrDefault(name => NamesOf(verb).Contains(name) && !File.Exists(name));

    private static IEnumerable<string> AfterDoubleDash(ParseResult arguments) =>
        arguments.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Select(token => token.Value);

    private static IEnumerable<string> NamesOf(Verb verb) => verb.Sections.SelectMany(section => section.Options).Select(o => o.Name);

    /// <summary>What is wrong with the number of an option's values, or null.</summary>
    private static string? Miscounted(OptionResult result)
    {
        var (option, count) = (result.Option, result.Tokens.Count);
        if (result.Implicit || option.Arity.MaximumNumberOfValues == 0) return null;
        if (count < option.Arity.MinimumNumberOfValues) return $"{option.Name} lacks its value: {option.Name} {option.HelpName}.";
        return count > option.Arity.MaximumNumberOfValues ? $"{option.Name} is given {count} times; once is enough." : null;
    }

    private static string Unknown(string token, Verb? verb)
    {
        if (verb is null && !token.StartsWith('-'))
            return $"There is no command '{token}'.{DidYouMean(Tool.Verbs.Select(v => v.Name), token)}";
        if (!token.StartsWith('-'))
            return $"'{token}' is one argument too many. Names with spaces go in quotes.";
        var options = verb is null ? ["--help", "--version", "--no-color"] : NamesOf(verb);
        string[] others = [.. Tool.Verbs.Where(other => NamesOf(other).Contains(token.Split('=', ':')[0])).Select(other => other.Name)];
        var advice = others.Length > 0 ? $" It is an option of {NameList.Of(others)}." : DidYouMean(options, token);
        return $"There is no option '{token}'{(verb is null ? "" : $" of {verb.Name}")}.{advice}";
    }

    private static string DidYouMean(IEnumerable<string> names, string wanted) =>
        NameList.Closest(names, wanted) is { } closest ? $" Did you mean '{closest}'?" : "";
}
