using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Classes with very few rows: kept, left out or merged; and the choice of the best epoch.</summary>
public sealed class RareTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("keep", new[] { "blue", "green", "pink", "red", "teal" }, 49)]
    [InlineData("drop", new[] { "blue", "green", "red" }, 47)]
    [InlineData("merge", new[] { "blue", "green", "other", "red" }, 49)]
    public void A_class_of_one_row_is_kept_dropped_or_merged(string choice, string[] classes, int rows)
    {
        var output = Train("--rare", choice).Succeeds().Output;

        var model = TabularModel.Load(_folder["m.onnx"]);
        Assert.Equal(classes, model.Classes.Order(StringComparer.Ordinal));
        var data = Prepare(choice, folds: null);
        Assert.Equal(rows, data.TrainCount + data.ValidationCount);
        Assert.Equal(choice != "keep", output.Contains("fewer than 2 rows", StringComparison.Ordinal));
        Assert.Equal(
            choice == "keep", output.Contains("2 classes of 'colour' have one row, so that no row is held back", StringComparison.Ordinal));
    }

    [Fact]
    public void Merged_classes_are_learned_evaluated_and_balanced_as_one()
    {
        Train("--rare", "merge", "--class-weights", "balanced", "--epochs", "60").Succeeds();
        var model = TabularModel.Load(_folder["m.onnx"]);
        var table = CsvTable.Read(_folder["colours.csv"]);
        var truth = model.Evaluate(table).Labels.ToArray();
        Assert.Equal(
            Enumerable.Range(0, table.RowCount).Select(row => table["colour"].Text(row)).Select(
                colour => colour is "pink" or "teal" ? "other" : colour),
            truth.Select(label => model.Classes[label]));

        var output = ToolRun.Of("evaluate", _folder["m.onnx"], _folder["colours.csv"]).Succeeds().Output;
        Assert.DoesNotContain("left out", output, StringComparison.Ordinal);
        Assert.Contains("49 rows", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("merge")]
    public void With_folds_a_class_needs_a_row_in_each(string choice)
    {
        Train("--folds", "3").Refuses("3 folds are too many for the 1 row of the class", "--rare drop", "--rare merge");
        Train("--folds", "3", "--rare", choice).Succeeds();
        var search = ToolRun.Of(
            "search", Data(), "--target", "colour", "--epochs", "2", "--hidden", "4/8", "--folds", "3", "--rare", choice);
        Assert.Contains("rank", search.Succeeds().Output, StringComparison.Ordinal);

        // Two merged rows are enough for two folds, and too few for three.
        Assert.Equal(47, Prepare(choice, folds: 3).TrainCount);
        Assert.Equal(choice == "drop" ? 47 : 49, Prepare(choice, folds: 2).TrainCount);
    }

    [Fact]
    public void Classes_that_are_all_rare_are_no_task() => ToolRun
        .Of("train", _folder.Write("few.csv", "x,y\n1,a\n2,a\n3,b\n4,a\n"), "--target", "y", "--rare", "drop")
        .Refuses("'y' has 1 class of 2 or more rows", "--rare keep");

    [Fact]
    public void The_best_epoch_is_chosen_as_asked()
    {
        var output = Train("--select", "f1", "--epochs", "12", "--patience", "4", "--history", _folder["h.csv"]).Succeeds().Output;
        Assert.Contains("score ", output, StringComparison.Ordinal);
        Assert.Contains("validation_score", File.ReadLines(_folder["h.csv"]).First(), StringComparison.Ordinal);
        Train("--select", "rmse").Refuses("--select rmse is for numbers");
        Train("--select", "best").Refuses("--select is 'best'; expected one of loss|accuracy|f1");
        Train("--select", "accuracy", "--target", "x").Refuses("--select accuracy is for one target");
    }

    private TrainingData Prepare(string choice, int? folds) => TablePreparation.Prepare(new()
    {
        Data = Data(), Output = _folder["m.onnx"], Folds = folds, Validation = folds is null ? new(0.2) : HeldOut.None,
        Columns = new() { Targets = ["colour"], Rare = Enum.Parse<RareChoice>(choice, ignoreCase: true) },
    });

    private ToolRun Train(params string[] options) => ToolRun.Of(
    [
        "train", Data(), "--target", "colour", "--output", _folder["m.onnx"], "--hidden", "8",
        .. options.Contains("--epochs") ? Array.Empty<string>() : ["--epochs", "2"], .. options,
    ]);

    /// <summary>47 rows of three classes, and two classes of one row.</summary>
    private string Data()
    {
        string[] colours = ["red", "green", "blue"];
        var (random, text) = (new Random(3), new StringBuilder("x,z,colour\n"));
        for (var row = 0; row < 47; row++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(row % 3) + random.NextDouble():0.000},{random.NextDouble():0.000},{colours[row % 3]}\n");
        }

        return _folder.Write("colours.csv", $"{text}9.1,0.2,pink\n9.4,0.1,teal\n");
    }
}
