using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OnnxTrain.Cli.Tests;

/// <summary>The C# that <c>train</c> ends with compiles, runs, and predicts what <c>predict</c> predicts.</summary>
public sealed class SnippetTests : IDisposable
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    private static readonly Lock ConsoleGate = new();

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_texts_and_numbers() => Check(_folder.Write("points.csv", Tables.Points()), "big", "label", ":");

    [Fact]
    public void Of_many_numbers_and_a_number_as_label() => Check(Tables.Digits, "digit", "label", ":");

    [Fact]
    public void Of_a_number_to_predict() => Check(Tables.Diabetes, "progression", "prediction", "\n");

    [Fact]
    public void Of_a_file_without_labels()
    {
        Check(_folder.Write("points.csv", Tables.Points()), "big", "label", "\n", "--labels", "none");
        Check(Tables.Digits, "digit", "label", "\n", "--labels", "none");
    }

    [Fact]
    public void Of_columns_with_strange_names()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7}.5,c\\{i % 2},{i % 3},{(i % 2 == 0 ? "a" : "b")}\n"));
        Check(_folder.Write("d.csv", $"\"a \"\"quoted\"\" name\",back\\slash,ünï,class\n{rows}"), "class", "label", ":");
    }

    private void Check(string data, string target, string column, string end, params string[] options)
    {
        var model = _folder["m.onnx"];
        var run = ToolRun
            .Of(["train", data, "--target", target, "--epochs", "2", "--hidden", "8", "--validation", "0", "--output", model, .. options])
            .Succeeds();
        var predicted = CsvTable.Parse(ToolRun.Of("predict", model, data).Succeeds().Output)[column].Text(0);

        var printed = Run(CodeIn(run.Output));

        Assert.Equal(predicted, printed.Split(end)[0]);
    }

    /// <summary>The program in what <c>train</c> says: what follows it says where the file is.</summary>
    internal static string CodeIn(string output)
    {
        var start = output.IndexOf("  using Microsoft", StringComparison.Ordinal);
        return output[start..output.IndexOf("\nWritten  ", start, StringComparison.Ordinal)];
    }

    /// <summary>The output of a program.
    internal static string Run(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "snippet", [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            references.Select(path => MetadataReference.CreateFromFile(path)), new(OutputKind.ConsoleApplication));
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics) + code);

        // There is one console, and tests of several classes run side by side.
        lock (ConsoleGate)
        {
            var (before, output) = (Console.Out, new StringWriter());
            Console.SetOut(output);
            try
            {
                Assembly.Load(assembly.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
            }
            finally
            {
                Console.SetOut(before);
            }

            return output.ToString();
        }
    }
}
