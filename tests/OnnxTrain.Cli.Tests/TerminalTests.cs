using System.Globalization;

namespace OnnxTrain.Cli.Tests;

/// <summary>What reaches the terminal and standard output, and what earlier processes left behind.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain – 場所 é", "plain – 場所 é")]
    [InlineData("a\e[31mred\a", "a\\u001B[31mred\\u0007")]
    [InlineData("left\u202Etfel", "left\\u202Etfel")]
    [InlineData("two\r\nlines", "two\\u000D\\u000Alines")]
    [InlineData("\u009B2J", "\\u009B2J")]
    public void Characters_that_act_on_a_terminal_are_shown_as_escapes(string text, string expected) =>
        Assert.Equal(expected, VisibleText.Of(text));

    /// <summary>Names of columns and classes, and the metadata of a file, come from elsewhere.</summary>
    [Fact]
    public void No_verb_passes_them_on()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i % 7 > 3 ? "yes\e]0;title\a" : "no")}\n"));
        var data = _folder.Write("evil\e[2J.csv", $"x\e[1A,y,class\n{rows}");
        var model = _folder["m.onnx"];
        ToolRun[] runs =
        [
            ToolRun.Of("train", data, "--target", "class", "--epochs", "2", "--output", model),
            ToolRun.Of("inspect", model), ToolRun.Of("inspect", data), ToolRun.Of("evaluate", model, data),
            ToolRun.Of("verify", model, data),
            ToolRun.Of("train", data, "--target", "cl\e[2Jass"), ToolRun.Of("predict", model, _folder.Write("o.csv", "a,b\n1,2\n")),
        ];
        Assert.All(runs[..5], run => run.Succeeds());
        Assert.All(runs, run => Assert.DoesNotContain('\e', run.Output + run.Error));
        Assert.Contains("\\u001B", runs[1].Output, StringComparison.Ordinal);
    }

    /// <summary>A name or a class may be as long as a page.</summary>
    [Fact]
    public void Long_names_do_not_fill_the_screen()
    {
        var (name, some, other) = (new string('n', 5000), new string('s', 4000), new string('o', 4000));
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i % 7 > 3 ? some : other)}\n"));
        var data = _folder.Write("long.csv", $"{name},y,class\n{rows}");
        var model = _folder["m.onnx"];
        ToolRun[] runs =
        [
            ToolRun.Of("train", data, "--target", "class", "--epochs", "2", "--output", model).Succeeds(),
            ToolRun.Of("inspect", data).Succeeds(), ToolRun.Of("evaluate", model, data).Succeeds(), ToolRun.Of("train", data),
        ];
        // The program that runs the file has the name of the column as it is.
        Assert.All(runs, run => Assert.InRange((run.Output + run.Error).Replace(name, "", StringComparison.Ordinal).Length, 1, 6000));
        Assert.Contains("s…s", VisibleText.Of(some), StringComparison.Ordinal);
        Assert.Equal(name[..200], VisibleText.Of(name[..200]));
    }

    /// <summary>Standard output has 120 columns where it is no terminal.</summary>
    [Fact]
    public void A_table_of_many_long_cells_has_a_line_for_each_row()
    {
        var texts = Enumerable.Range(0, 4).Select(c => $"a rather long name of a column, number {c}");
        var rows = Enumerable.Range(0, 9).Select(r => string.Join(';', Enumerable.Repeat($"a text of several words {r % 3}", 4)));
        var data = _folder.Write("wide.csv", string.Join('\n', rows.Prepend(string.Join(';', texts))));

        var lines = ToolRun.Of("inspect", data).Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 120));
        Assert.All(lines[2..], line => Assert.EndsWith("…", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_goes_to_standard_output_and_what_is_said_to_standard_error()
    {
        var data = _folder.Write("points.csv", Tables.Points());
        var (output, error, bytes) = (new StringWriter(), new StringWriter(), new MemoryStream());
        string[] options = ["--target", "big", "--epochs", "2", "--hidden", "4", "--output"];

        var code = Tool.Run(
            ["train", data, .. options, "-"], Terminal.Of(output, error, openOutput: () => bytes), CancellationToken.None);

        Assert.Equal((0, ""), (code, output.ToString()));
        Assert.Contains("Written  standard output", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("InferenceSession(\"model.onnx\")", error.ToString(), StringComparison.Ordinal);
        ToolRun.Of(["train", data, .. options, _folder["m.onnx"]]).Succeeds();
        Assert.Equal(File.ReadAllBytes(_folder["m.onnx"]), bytes.ToArray());
        Assert.False(File.Exists("-"));
    }

    [Fact]
    public void The_last_lines_say_how_good_the_file_is()
    {
        var output = ToolRun.Of(
            "train", _folder.Write("points.csv", Tables.Points(200)), "--target", "big", "--epochs", "20", "--output", _folder["m.onnx"])
            .Succeeds().Output;
        Assert.Matches(@"Written  .*\n  accuracy [0-9.]+ % on 40 validation rows\n\s*$", output);
    }

    /// <summary>A process that is killed while it writes leaves a hidden file with its number.</summary>
    [Fact]
    public void Files_of_dead_processes_are_removed_and_no_others()
    {
        var dead = Enumerable.Range(4_000_000, 100)
            .First(id => !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}")));
        string[] names = [$".m.{dead}.onnx", $".m.{Environment.ProcessId}.x.onnx", $".other.{dead}.onnx", ".m.notes.onnx"];
        foreach (var name in names)
        {
            _folder.Write(name, "part");
            File.SetLastWriteTimeUtc(_folder[name], DateTime.UtcNow.AddHours(-2));
        }

        _folder.Write($".m.{dead + 1}.onnx", "new");
        using (OutputFile.Claim(_folder["m.onnx"])) Assert.False(File.Exists(_folder[names[0]]));
        Assert.All(names[1..], name => Assert.True(File.Exists(_folder[name])));
        Assert.True(File.Exists(_folder[$".m.{dead + 1}.onnx"]));
    }
}
