namespace OnnxTrain.Cli.Tests;

/// <summary>Tables that cannot be trained on: each is refused in words that say where and what to do, and no file appears.</summary>
public sealed class BadDataTests : IDisposable
{
    private static readonly string ManyRows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{(i % 2 == 0 ? "a" : "b")}\n"));

    private readonly Folder _folder = new();

    public static TheoryData<string, string[]> Tables => new()
    {
        { "", ["is empty"] },
        { "x,class\n", ["has a header but no rows"] },
        { "x,class\n1,a\n2\n3,b\n", ["line 3", "1 fields, expected 2"] },
        { "x,klass\n1,a\n2,b\n", ["no column 'class'. Did you mean 'klass'? Its columns: 'x', 'klass'."] },
        { "x,class\n1,a\n2,a\n3,a\n", ["constant", "'a' in all 3 rows"] },
        { "x,class\n1,\n2,\n3,\n", ["'class' has no value in any row"] },
        { "x,class\n,a\n,b\n,a\n", ["no column left", "'x' left out"] },
        { "class\na\nb\n", ["no column left"] },
        { $"x,class\n{ManyRows}seven,a\n", ["line 32, column 'x'", "'seven' is text in a numeric column", "--categorical"] },
        { $"x,class\n{ManyRows}inf,a\n", ["line 32, column 'x'", "infinite"] },
        { $"x,class\n{ManyRows}1e39,a\n", ["line 32: column 'x'", "1E+39", "too large"] },
        { "x,x,class\n1,2,a\n", ["columns 1 and 2 have the same name"] },
        { "x,class\n1,a\n", ["one row"] },
        { "x,class\n1,a\n2,b\n3,c\n4,d\n5,e\n", ["5 different values in 5 rows"] },
        { "x,class\n1,\"a\n2,b\n", ["quotes do not match"] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_bad_table_is_refused(string text, string[] words)
    {
        ToolRun.Of("train", _folder.Write("d.csv", text), "--target", "class", "--output", _folder["m.onnx"]).Refuses(words);
        Assert.Equal(["d.csv"], _folder.Files);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        ToolRun.Of("train", _folder["none.csv"], "--target", "x").Refuses("There is no file", "none.csv");

    [Fact]
    public void Text_cannot_be_predicted_as_a_number() =>
        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"x,class\n{ManyRows}"), "--target", "class", "--task", "regression", "--output",
                _folder["m.onnx"])
            .Refuses("holds text such as 'a'", "--task classification");

    [Fact]
    public void Without_a_target_the_columns_are_offered() =>
        ToolRun
            .Of("train", _folder.Write("d.csv", $"x,class\n{ManyRows}"), "--output", _folder["m.onnx"])
            .Refuses("Which column", "'x'", "'class'", "--target class");

    [Fact]
    public void An_unknown_column_to_ignore_is_named() =>
        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"x,class\n{ManyRows}"), "--target", "class", "--ignore", "z", "--output",
                _folder["m.onnx"])
            .Refuses("no column 'z'", "'x'");

    [Fact]
    public void The_target_cannot_be_ignored() =>
        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"x,class\n{ManyRows}"), "--target", "class", "--ignore", "x,class", "--output",
                _folder["m.onnx"])
            .Refuses("is in --ignore too");

    [Fact]
    public void A_column_cannot_be_kept_and_ignored() =>
        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"x,class\n{ManyRows}"), "--target", "class", "--ignore", "x", "--keep", "x", "--output",
                _folder["m.onnx"])
            .Refuses("'x' is in --keep and in --ignore");

    [Fact]
    public void An_ignored_column_may_hold_anything()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i == 9 ? "oops" : $"{i}")},{i % 7},{(i % 2 == 0 ? "a" : "b")}\n"));

        ToolRun
            .Of(
                "train", _folder.Write("d.csv", $"junk,x,class\n{rows}"), "--target", "class", "--ignore", "junk", "--epochs", "1",
                "--output", _folder["m.onnx"])
            .Succeeds();
    }

    [Fact]
    public void A_loss_that_diverges_is_told_with_a_rate_to_try_and_the_old_file_stays()
    {
        var model = _folder.Write("m.onnx", "old");
        var data = _folder.Write("d.csv", $"x,class\n{ManyRows}");

        var run = ToolRun.Of("train", data, "--target", "class", "--learning-rate", "1e30", "--optimizer", "sgd", "--output", model);

        run.Refuses("no longer a finite number in epoch 1", "--learning-rate 0.02", "Nothing was exported");
        Assert.Equal("old", File.ReadAllText(model));
        Assert.Equal(["d.csv", "m.onnx"], _folder.Files);
    }
}
