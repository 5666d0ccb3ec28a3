using OnnxTrain.Cli.Tests.Images;

namespace OnnxTrain.Cli.Tests.Steps;

/// <summary>What makes no sense for a step in a file is refused in words, and leaves nothing behind.</summary>
public sealed class ExportTrainingUsageTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>No option of train is unknown here: it does the same, or there is a reason.</summary>
    [Fact]
    public void Every_option_of_train_is_taken_or_refused_with_a_reason()
    {
        var taken = new ExportTrainingVerb().Sections.SelectMany(s => s.Options).Select(o => o.Name).ToHashSet();
        var ofTrain = new TrainVerb().Sections.SelectMany(s => s.Options).Select(o => o.Name).ToHashSet();
        Assert.All(ofTrain, name => Assert.NotEqual(taken.Contains(name), ExportTrainingOptions.Refused.ContainsKey(name)));
        Assert.Empty(ExportTrainingOptions.Refused.Keys.Except(ofTrain));
    }

    [Theory]
    [InlineData("--patience cannot be used with export-training: the program that runs the step decides", "--patience", "3")]
    [InlineData("--patience cannot be used", "--patience=3")]
    [InlineData("--checkpoint cannot be used", "--checkpoint", "run")]
    [InlineData("--validation cannot be used", "--validation", "0.1")]
    [InlineData("--no-verify cannot be used", "--no-verify")]
    [InlineData("--schedule plateau depends on the losses of epochs", "--schedule", "plateau")]
    [InlineData("--epochs is for --schedule, and there is no --schedule", "--epochs", "3")]
    [InlineData("--steps-per-epoch is for --schedule", "--steps-per-epoch", "3")]
    [InlineData("--random is 'dice'; expected one of seed, inputs", "--random", "dice")]
    [InlineData("--augment is for images", "--augment", "mixup")]
    [InlineData(
        "Dropout draws random numbers from the seed, which needs opset 18; 17 was requested. Or supply them as inputs: --random inputs.",
        "--dropout", "0.1", "--opset", "17"
    )]
    [InlineData("--loss mse is for numbers", "--loss", "mse")]
    public void An_option_that_makes_no_sense_is_refused(string message, params string[] options)
    {
        ToolRun
            .Of(["export-training", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", _folder["step"], .. options])
            .Refuses(message);
        Assert.Equal([_folder["d.csv"]], Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void A_refused_option_is_told_of_wherever_it_stands() =>
        ToolRun.Of("export-training", "--patience", "3", "d.csv").Refuses("--patience cannot be used");

    [Theory]
    [InlineData("shift")]
    [InlineData("mixup,flip")]
    public void Changes_of_images_are_left_to_the_program_that_trains(string changes) =>
        ToolRun
            .Of("export-training", _folder.Images("shapes", count: 3), "--model", "lenet", "--augment", changes)
            .Refuses("changes images before they go into the step", "mixup alone");

    [Theory]
    [InlineData("target")]
    [InlineData("loss")]
    public void A_column_with_a_name_of_the_step_is_refused(string column)
    {
        var data = _folder.Write("d.csv", Tables.Points().Replace("x,y,", $"{column},y,", StringComparison.Ordinal));
        ToolRun.Of("export-training", data, "--target", "big", "--output", _folder["step"]).Refuses($"'{column}'", "--ignore");
        ToolRun.Of("export-training", data, "--target", "big", "--output", _folder["step"], "--ignore", column).Succeeds();
    }

    [Fact]
    public void A_missing_table_is_named_before_all() =>
        ToolRun.Of("export-training", _folder["none.csv"], "--output", _folder["a/b"]).Refuses("There is no file", "none.csv");

    [Fact]
    public void Data_are_named() => ToolRun.Of("export-training").Refuses("Which table?");

    [Fact]
    public void A_folder_that_cannot_be_written_is_found_before_the_work()
    {
        var data = _folder.Write("d.csv", Tables.Points());
        To("a/b").Refuses("there is no folder");
        To("d.csv").Refuses("is a file");
        Directory.CreateDirectory(_folder["step/training.onnx"]);
        To("step").Refuses("is a folder, and a file of this name is to be written");

        ToolRun To(string name) => ToolRun.Of("export-training", data, "--target", "big", "--output", _folder[name]);
    }

    [Fact]
    public void What_is_read_is_not_overwritten()
    {
        var images = _folder.Images("shapes", count: 3);
        ToolRun.Of("export-training", images, "--model", "lenet", "--output", images).Refuses("is read and would be overwritten");
        Directory.CreateDirectory(_folder["step"]);
        _folder.Write("step/model.onnx", "old");
        ToolRun
            .Of("export-training", images, "--from", _folder["step/model.onnx"], "--output", _folder["step"])
            .Refuses("model.onnx' is read and would be overwritten");
        Assert.Equal("old", File.ReadAllText(_folder["step/model.onnx"]));
    }
}
