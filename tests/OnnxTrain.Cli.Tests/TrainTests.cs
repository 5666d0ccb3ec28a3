namespace OnnxTrain.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Iris_is_learned_verified_and_written()
    {
        var run = Train(Tables.Iris, "species", "--epochs", "40").Succeeds();

        Assert.Contains("species: 3 classes (setosa, versicolor, virginica)", run.Output, StringComparison.Ordinal);
        Assert.Contains("120 for training, 30 for validation", run.Output, StringComparison.Ordinal);
        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
        Assert.Contains("recall", run.Output, StringComparison.Ordinal);
        Assert.Contains("InferenceSession", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
        Assert.Equal(["model.onnx"], _folder.Files);
        Assert.True(Accuracy(run) > 0.9);
    }

    [Fact]
    public void A_number_with_many_values_is_predicted_as_a_number()
    {
        var run = Train(Tables.Diabetes, "progression", "--epochs", "15").Succeeds();

        Assert.Contains("progression: a number", run.Output, StringComparison.Ordinal);
        Assert.Contains("RMSE", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("recall", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_whole_numbers_are_classes_and_a_note_says_so()
    {
        var run = Train(Tables.Digits, "digit", "--epochs", "2", "--hidden", "16").Succeeds();

        Assert.Contains("10 classes", run.Output, StringComparison.Ordinal);
        Assert.Contains("--task regression", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_can_be_chosen() =>
        Assert.Contains(
            "digit: a number", Train(Tables.Digits, "digit", "--epochs", "1", "--hidden", "4", "--task", "regression").Succeeds().Output,
            StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_learned_from_is_left_out_and_told()
    {
        var rows = Enumerable.Range(1, 30).Select(i => $"{i},7,,{i % 7},{(i % 5 == 0 ? "" : i % 2 == 0 ? "a" : "b")}\n");
        var data = _folder.Write("d.csv", $"id,constant,empty,x,class\n{string.Concat(rows)}");

        var run = Train(data, "class", "--epochs", "1").Succeeds();

        Assert.Contains("6 rows without 'class' left out", run.Output, StringComparison.Ordinal);
        Assert.Contains("'constant' left out: it has the same value", run.Output, StringComparison.Ordinal);
        Assert.Contains("'empty' left out: it has no value", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 number", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,when,x", "'id' left out: it looks like a row identifier; --keep id keeps it", "2 numbers")]
    [InlineData("row id,when,x", "--keep \"row id\" keeps it", "2 numbers")]
    [InlineData("day,when,x", "3 numbers", "3 numbers")]
    public void A_running_number_is_left_out_only_if_its_name_says_so(string names, params string[] words)
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * i % 13},{i % 7},{(i % 2 == 0 ? "a" : "b")}\n"));

        var run = Train(_folder.Write("d.csv", $"{names},class\n{rows}"), "class", "--epochs", "1").Succeeds();

        Assert.All(words, word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(200, 1, true)]
    [InlineData(300, 2, false)]
    [InlineData(2200, 2, false)]
    public void Too_many_texts_are_left_out_unless_kept(int rows, int rowsOfText, bool leftOut)
    {
        // The first text is there twice as often: not all texts differ.
        var lines = Enumerable.Range(0, rows).Select(i => $"t{Math.Max(1, i / rowsOfText)},{i % 7},{(i % 2 == 0 ? "a" : "b")}\n");
        var data = _folder.Write("d.csv", $"name,x,class\n{string.Concat(lines)}");
        string[] options = ["--epochs", "1", "--hidden", "2", "--no-verify"];

        Assert.Equal(
            leftOut, Train(data, "class", options).Succeeds().Output.Contains("'name' left out: it has", StringComparison.Ordinal));
        Assert.Contains(
            "1 category, 1 number", Train(data, "class", [.. options, "--keep", "name"]).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_may_be_among_the_categorical_columns()
    {
        var rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 3},{i % 7},{i % 8 * 0.5}\n"));

        var run = Train(_folder.Write("d.csv", $"a,x,y\n{rows}"), "y", "--epochs", "1", "--categorical", "a,y").Succeeds();

        Assert.Contains("y: 8 classes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_not_be_meant_is_noted()
    {
        var rows = string.Concat(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    $"{(i < 3 ? "NA" : i % 2 == 0 ? "NL" : i < 9 ? "de" : "DE")},{i % 7},"
                        + $"{(i % 4 < 2 ? "FALSE" : i % 2 == 0 ? "false" : "true")}\n"));

        var output = Train(_folder.Write("d.csv", $"country,x,t\n{rows}"), "t", "--epochs", "1").Succeeds().Output;

        Assert.Contains("3 fields 'NA' of 'country' are taken as missing", output, StringComparison.Ordinal);
        Assert.Contains("'country' has texts that differ only in case: DE, de", output, StringComparison.Ordinal);
        Assert.Contains("t: 2 classes (false, true)", output, StringComparison.Ordinal);
        Assert.Contains("validation rows are too few for a reliable score; --validation 0 trains on all", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_numbers_are_noted()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{i % 5 * 0.5}\n"));

        Assert.Contains(
            "the first row was taken as the names",
            Train(_folder.Write("d.csv", $"1,0.5\n{rows}"), "0.5", "--epochs", "1").Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_without_a_meaning_are_dashes()
    {
        var rows = string.Concat(Enumerable.Range(0, 4).Select(i => $"{i % 3},{i * 0.7}\n"));

        var output = Train(_folder.Write("d.csv", $"x,y\n{rows}"), "y", "--epochs", "1", "--validation", "0.25").Succeeds().Output;

        Assert.Matches("validation +1 +– ", output);
    }

    [Fact]
    public void The_same_seed_gives_the_same_file_whatever_the_threads()
    {
        var data = _folder.Write("points.csv", Tables.Points());
        string[] options = ["train", data, "--target", "big", "--epochs", "3", "--seed", "5", "--dropout", "0.2"];
        ToolRun.Of([.. options, "--threads", "1", "--output", _folder["a.onnx"]]).Succeeds();
        ToolRun.Of([.. options, "--threads", "2", "--output", _folder["b.onnx"]]).Succeeds();

        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Theory]
    [InlineData("--optimizer", "adamw")]
    [InlineData("--optimizer", "sgd")]
    [InlineData("--activation", "leaky-relu")]
    [InlineData("--activation", "tanh")]
    [InlineData("--activation", "hard-swish")]
    [InlineData("--hidden", "none")]
    [InlineData("--validation", "0")]
    [InlineData("--patience", "0")]
    [InlineData("--l2", "0.001")]
    [InlineData("--opset", "21")]
    [InlineData("--batch-size", "1000")]
    [InlineData("--ignore", "x,colour")]
    [InlineData("--categorical", "x")]
    public void Each_option_trains_and_verifies(string option, string value)
    {
        var data = _folder.Write("points.csv", Tables.Points());

        var run = Train(data, "big", "--epochs", "2", option, value).Succeeds();

        Assert.Contains("Verified", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_verification_the_summary_says_so()
    {
        var run = Train(_folder.Write("points.csv", Tables.Points()), "big", "--epochs", "1", "--no-verify").Succeeds();

        Assert.DoesNotContain("Verified", run.Output, StringComparison.Ordinal);
        Assert.Contains("--no-verify", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("history.csv", "epoch,training_loss")]
    [InlineData("history.json", "\"epochs\": [")]
    public void The_history_is_written(string name, string content)
    {
        Train(_folder.Write("points.csv", Tables.Points()), "big", "--epochs", "3", "--history", _folder[name]).Succeeds();

        Assert.Contains(content, File.ReadAllText(_folder[name]), StringComparison.Ordinal);
        Assert.Equal(3, _folder.Files.Length);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(300)]
    public void Redirected_progress_is_a_screenful_at_most(int epochs)
    {
        var run = Train(_folder.Write("points.csv", Tables.Points()), "big", "--hidden", "4", "--patience", "0", "--epochs", $"{epochs}")
            .Succeeds();

        Assert.InRange(
            run.Output.Split('\n').Count(line => line.StartsWith("  epoch", StringComparison.Ordinal)),
            Math.Min(epochs, 10), 20);
    }

    [Fact]
    public void The_only_row_of_a_class_is_learned_from()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 7},{(i == 3 ? "rare" : i % 2 == 0 ? "a" : "b")}\n"));

        for (var seed = 0; seed < 5; seed++)
            Train(_folder.Write("d.csv", $"x,class\n{rows}"), "class", "--epochs", "1", "--seed", $"{seed}").Succeeds();
    }

    [Fact]
    public void Columns_with_commas_and_spaces_in_their_names_can_be_named()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 7},{i % 3},{i % 5 * 0.5}\n"));
        var data = _folder.Write("d.csv", $"\"a, b\",c d,price\n{rows}");

        Assert.Contains("1 number", Train(data, "price", "--epochs", "1", "--ignore", "a, b").Succeeds().Output, StringComparison.Ordinal);
    }

    private static double Accuracy(ToolRun run)
    {
        var line = run
            .Output.Split('\n')
            .First(l => l.TrimStart().StartsWith("validation", StringComparison.Ordinal) && l.Contains('%', StringComparison.Ordinal));
        return double.Parse(
                line.Split('%')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1], System.Globalization.CultureInfo.InvariantCulture
            ) / 100;
    }

    private ToolRun Train(string data, string target, params string[] options) =>
        ToolRun.Of(["train", data, "--target", target, "--output", _folder["model.onnx"], .. options]);
}
