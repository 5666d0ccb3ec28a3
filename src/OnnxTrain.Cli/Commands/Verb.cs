using System.CommandLine;
using System.CommandLine.Parsing;

namespace OnnxTrain.Cli;

/// <summary>A verb of the tool: how it is parsed, explained and run.</summary>
internal abstract class Verb
{
    private readonly string _missing;
    private Command? _command;

    /// <param name="name">Its name.</param>
    /// <param name="summary">One line on what it does.</param>
    /// <param name="missing">What to say when an argument is missing.</param>
    protected Verb(string name, string summary, string missing) => (Name, Summary, _missing) = (name, summary, missing);

    public string Name { get; }

    public string Summary { get; }

    /// <summary>What it does, in full sentences.</summary>
    public abstract string Description { get; }

    public abstract IReadOnlyList<Argument> Arguments { get; }

    public abstract IReadOnlyList<HelpSection> Sections { get; }

    /// <summary>Options of other verbs that make no sense here, each with the reason.</summary>
    public virtual IReadOnlyDictionary<string, string> Refused => new Dictionary<string, string>();

    /// <summary>Command lines that work as they stand, each with what it does.</summary>
    public abstract IReadOnlyList<(string Command, string Effect)> Examples { get; }

    /// <summary>What each exit code means.</summary>
    public abstract IReadOnlyList<(int Code, string Meaning)> ExitCodes { get; }

    public Command Command => _command ??= ToCommand();

    /// <returns>The exit code.</returns>
    public abstract int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken);

    /// <summary>Whether the result goes to a file, not to standard output.</summary>
    public virtual bool WritesFile(ParseResult arguments) =>
        arguments.CommandResult.Children.OfType<OptionResult>().Any(
            result => result.Option.Name == Options.OutputName && result.Tokens is [{ Value: not StandardOutput.Name }, ..]);

    /// <summary>Whether all is given that has to be: every argument, unless options can stand for some.</summary>
    protected virtual bool IsComplete(CommandResult result) => Arguments.All(argument => IsGiven(result, argument));

    protected static bool IsGiven(CommandResult result, Argument argument) => result.GetResult(argument) is { Tokens.Count: > 0 };

    protected static Argument<string?> File(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Several files are one table.</summary>
    protected static Argument<string[]> Data(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    private Command ToCommand()
    {
        var command = new Command(Name, Summary);
        foreach (var argument in Arguments) command.Add(argument);
        foreach (var option in Sections.SelectMany(section => section.Options)) command.Add(option);
        command.Validators.Add(result =>
        {
            if (!IsComplete(result)) result.AddError(_missing);
        });
        command.SetAction(_ => 0); // the tool runs the verb itself
        return command;
    }
}
