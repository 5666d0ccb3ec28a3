using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>Where the tool writes, and whether a person is there to answer.</summary>
internal sealed class Terminal
{
    /// <summary>Wide enough that nothing wraps which is read by a program.</summary>
    private const int RedirectedWidth = 120;

    private Terminal(TextWriter output, TextWriter error, bool isInteractive, bool color)
    {
        (OutWriter, ErrorWriter) = (output, error);
        Out = Create(output, isInteractive, color);
        IsInteractive = isInteractive && Out.Profile.Capabilities.Ansi;
    }

    /// <summary>Standard output, drawn on.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Standard output as plain text: data, and lines that must not wrap.</summary>
    public TextWriter OutWriter { get; }

    /// <summary>Standard error as plain text.</summary>
    public TextWriter ErrorWriter { get; }

    /// <summary>Why something could not be written to standard output; null if all was.</summary>
    public Exception? OutputFailure => (OutWriter as StandardWriter)?.Failure;

    /// <summary>Whether output goes to a terminal that can redraw a line.</summary>
    public bool IsInteractive { get; }

    /// <summary>Asks a question that is answered by yes or no; null where nobody can answer.</summary>
    public Func<string, bool>? Confirm { get; init; }

    /// <summary>
    /// A token for work that follows a stop, such as the export of what was trained: the next request to stop cancels it.
    /// </summary>
    public Func<CancellationToken> NextStop { get; init; } = () => CancellationToken.None;

    /// <summary>Opens standard output for bytes.</summary>
    public Func<Stream> OpenOutput { get; init; } = Console.OpenStandardOutput;

    /// <summary>The same, with all that is said on standard error.</summary>
    public Terminal OnError() => new(ErrorWriter, ErrorWriter, isInteractive: false, color: false) { NextStop = NextStop };

    /// <summary>The terminal of the process.</summary>
    /// <param name="color">False for no colours, as <c>--no-color</c> and the variable NO_COLOR ask.</param>
    /// <param name="nextStop">A token that the next request to stop cancels.</param>
    public static Terminal OfProcess(bool color, Func<CancellationToken> nextStop)
    {
        var interactive = !Console.IsOutputRedirected;

        // The library that draws knows a terminal by Console.Out itself.
        return new(interactive ? Console.Out : new StandardWriter(Console.Out), new StandardWriter(Console.Error), interactive, color)
        {
            Confirm = interactive && !Console.IsInputRedirected ? question => AskOnConsole(question, nextStop()) : null,
            NextStop = nextStop,
        };
    }

    /// <summary>A terminal that only records.</summary>
    public static Terminal Of(
        TextWriter output, TextWriter error, Func<string, bool>? confirm = null, Func<CancellationToken>? nextStop = null,
        Func<Stream>? openOutput = null) =>
        new(output, error, isInteractive: false, color: false)
        {
            Confirm = confirm, NextStop = nextStop ?? (() => CancellationToken.None),
            OpenOutput = openOutput ?? (() => Stream.Null),
        };

    private static IAnsiConsole Create(TextWriter writer, bool isInteractive, bool color)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive && color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!isInteractive) console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>Asks until there is an answer; a stop is a no.</summary>
    private static bool AskOnConsole(string question, CancellationToken stop)
    {
        Console.WriteLine();
        while (true)
        {
            Console.Write($"{question} [Y/n] ");

            // A read cannot be cancelled, so it is left behind.
            var read = Task.Run(Console.ReadLine);
            try
            {
                read.Wait(stop);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine();
                return false;
            }

            switch (read.Result?.Trim().ToUpperInvariant())
            {
                case "" or "Y" or "YES": return true;
                case "N" or "NO" or null: return false;
            }
        }
    }
}
