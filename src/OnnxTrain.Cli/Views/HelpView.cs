using System.CommandLine;
using Spectre.Console;

namespace OnnxTrain.Cli;

/// <summary>The help of the tool and of each verb.</summary>
internal static class HelpView
{
    private const int MostWidth = 100;

    private static readonly (string Name, string Description)[] GeneralOptions =
    [
        ("--no-color", Tool.NoColor.Description!),
        ("-h, --help", "Show this help."),
    ];

    public static void Write(IAnsiConsole console, Verb? verb)
    {
        if (verb is null) WriteRoot(console);
        else WriteVerb(console, verb);
    }

    private static void WriteRoot(IAnsiConsole console)
    {
        Paragraph(
            console,
            "Trains neural networks on tables and images, on the CPU, writes them as ONNX files, and checks in ONNX Runtime that each file "
                + "computes the same as the trained model.");
        Title(console, "Usage");
        console.WriteLine($"  {Tool.Name} COMMAND …");
        Title(console, "Commands");
        Rows(console, [.. Tool.Verbs.Select(v => ($"{v.Name} {Usage(v)}", v.Summary))], width: 29);
        Title(console, "Options");
        Rows(console, [("--version", "Show the version."), .. GeneralOptions]);
        Title(console, "Examples");
        WriteExamples(console, [.. Tool.Verbs.Select(v => v.Examples[0])]);
        console.WriteLine();
        Paragraph(console, $"{Tool.Name} COMMAND --help explains all options of a command.");
    }

    private static void WriteVerb(IAnsiConsole console, Verb verb)
    {
        Paragraph(console, verb.Description);
        Title(console, "Usage");
        console.WriteLine($"  {Tool.Name} {verb.Name} {Usage(verb)} [options]");
        Title(console, "Arguments");
        var rows = verb.Arguments.Select(a => (a.Name, a.Description!))
            .Concat(verb.Sections.SelectMany(s => s.Options).Select(o => (Syntax(o), o.Description!)));
        var width = ColumnWidth(rows.Concat(GeneralOptions));
        Rows(console, [.. verb.Arguments.Select(a => (a.Name, a.Description!))], width);
        foreach (var section in verb.Sections)
        {
            Title(console, section.Title);
            Rows(console, [.. section.Options.Select(o => (Syntax(o), o.Description!))], width);
        }

        Title(console, "General");
        Rows(console, GeneralOptions, width);
        Title(console, "Examples");
        WriteExamples(console, verb.Examples);
        Title(console, "Exit codes");
        Rows(console, [.. verb.ExitCodes.Select(code => ($"{code.Code}", code.Meaning))], width: 5);
    }

    private static string Usage(Verb verb) => string.Join(' ', verb.Arguments.Select(argument => argument.Name));

    private static string Syntax(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    // A choice of many names would push all descriptions to the edge; its row starts on a line of its own.
    private static int ColumnWidth(IEnumerable<(string Name, string)> rows) =>
        rows.Select(row => row.Name.Length).Where(length => length <= 24).Max() + 2;

    private static void Rows(IAnsiConsole console, IReadOnlyList<(string Name, string Description)> rows, int? width = null)
    {
        var column = width ?? ColumnWidth(rows);
        foreach (var (name, description) in rows)
        {
            console.Write($"  {name.PadRight(column)}");
            var fits = name.Length < column;
            if (!fits) console.WriteLine();
            foreach (var (line, i) in Page.Wrap(description, Width(console) - column - 2).Select((line, i) => (line, i)))
                console.WriteLine(i == 0 && fits ? line : new string(' ', column + 2) + line);
        }
    }

    private static void WriteExamples(IAnsiConsole console, IReadOnlyList<(string Command, string Effect)> examples)
    {
        foreach (var (command, effect) in examples)
        {
            console.WriteLine($"  # {effect}", new Style(decoration: Decoration.Dim));
            console.WriteLine($"  {command}");
        }
    }

    private static void Title(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.WriteLine(title, new Style(decoration: Decoration.Bold));
    }

    private static void Paragraph(IAnsiConsole console, string text)
    {
        foreach (var line in Page.Wrap(text, Width(console))) console.WriteLine(line);
    }

    private static int Width(IAnsiConsole console) => Math.Min(MostWidth, console.Profile.Width - 1);
}
