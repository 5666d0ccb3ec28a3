using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;

namespace OnnxTrain.Cli;

/// <summary>The tool: arguments in, exit code out. Nothing it does ends in a stack trace.</summary>
internal static class Tool
{
    public const string Name = "onnxtrain";

    public static string Version { get; } = typeof(Tool).Assembly.GetName().Version!.ToString(3);

    public static IReadOnlyList<Verb> Verbs { get; } =
    [
        new TrainVerb(), new SearchVerb(), new RatesVerb(), new PredictVerb(), new EvaluateVerb(), new VerifyVerb(), new InspectVerb(),
        new ExportTrainingVerb(), new FinishVerb(),
    ];

    public static Option<bool> NoColor { get; } = new("--no-color")
    {
        Description = "Write without colours, as with the variable NO_COLOR set.",
        Recursive = true,
    };

    private static readonly Option<bool> VersionOption = new("--version") { Description = "Show the version." };

    private static readonly RootCommand Root = CreateRoot();

    /// <summary>Whether colours are wanted.</summary>
    public static bool WantsColor(string[] args) =>
        !args.Contains(NoColor.Name) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static int Run(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            if (args is ["help", ..])
            {
                HelpView.Write(terminal.Out, Verbs.FirstOrDefault(verb => verb.Name == args.ElementAtOrDefault(1)));
                return ExitCode.Done;
            }

            return Dispatch(Root.Parse(args, new() { ResponseFileTokenReplacer = null }), terminal, cancellationToken);
        }
        catch (Exception e)
        {
            var failure = Failure.Of(e);
            FailureView.Write(terminal, failure);
            if (Environment.GetEnvironmentVariable(Failure.DebugVariable) == "1") terminal.ErrorWriter.WriteLine(e);
            return failure.ExitCode;
        }
    }

    private static int Dispatch(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var verb = Verbs.FirstOrDefault(v => v.Command == arguments.CommandResult.Command);
        if (arguments.Action is HelpAction)
        {
            HelpView.Write(terminal.Out, verb);
            return ExitCode.Done;
        }

        if (arguments.GetValue(VersionOption))
        {
            terminal.OutWriter.WriteLine($"{Name} {Version}");
            return ExitCode.Done;
        }

        if (arguments.Tokens.Count == 0)
        {
            HelpView.Write(terminal.Out, verb: null);
            return ExitCode.Failed;
        }

        if (UsageError.Of(arguments, verb) is { } error) throw error;
        var code = verb!.Run(arguments, terminal, cancellationToken);
        return terminal.OutputFailure is { } failure ? Untold(terminal, failure, code, verb.WritesFile(arguments)) : code;
    }

    /// <summary>Tells that standard output is not whole, which is a failure unless the result is in a file.</summary>
    private static int Untold(Terminal terminal, Exception failure, int code, bool isInFile)
    {
        var hint = code != ExitCode.Done ? null : isInFile ? "The file is complete." : "Nothing else was written.";
        FailureView.Write(terminal, new(StandardWriter.Message(failure), hint, code));
        return code != ExitCode.Done ? code : isInFile ? ExitCode.Incomplete : ExitCode.Failed;
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Trains neural networks on tables and images and writes them as ONNX files.");
        root.Options.Remove(root.Options.OfType<System.CommandLine.VersionOption>().Single());
        root.Directives.Clear();
        root.Add(VersionOption);
        root.Add(NoColor);
        foreach (var verb in Verbs) root.Add(verb.Command);
        return root;
    }
}
