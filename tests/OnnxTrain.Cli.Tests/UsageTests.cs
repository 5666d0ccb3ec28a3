namespace OnnxTrain.Cli.Tests;

/// <summary>Command lines that make no sense are refused before any work.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("There is no command 'trian'. Did you mean 'train'?", "trian")]
    [InlineData("There is no command 'deploy'.\n", "deploy")]
    [InlineData("Which table?", "train")]
    [InlineData("Which file and which rows?", "predict", "m.onnx")]
    [InlineData("Which file?", "inspect")]
    [InlineData("There is no option '--epocs' of train. Did you mean '--epochs'?", "train", "d.csv", "--epocs", "3")]
    [InlineData("'e.csv' is one argument too many", "train", "d.csv", "e.csv")]
    [InlineData("--validation is '1.5'; expected", "train", "d.csv", "--validation", "1.5")]
    [InlineData("--validation is '-0.1'", "train", "d.csv", "--validation", "-0.1")]
    [InlineData("--hidden is 'abc'; expected", "train", "d.csv", "--hidden", "abc")]
    [InlineData("--hidden is '64,0'", "train", "d.csv", "--hidden", "64,0")]
    [InlineData("--hidden is '64,,32'", "train", "d.csv", "--hidden", "64,,32")]
    [InlineData("--opset is '99'; expected a whole number from 13 to 26", "train", "d.csv", "--opset", "99")]
    [InlineData("--epochs is '0'", "train", "d.csv", "--epochs", "0")]
    [InlineData("--epochs is 'ten'", "train", "d.csv", "--epochs", "ten")]
    [InlineData("--learning-rate is '-1'", "train", "d.csv", "--learning-rate", "-1")]
    [InlineData("--learning-rate is 'NaN'", "train", "d.csv", "--learning-rate", "NaN")]
    [InlineData("--dropout is '1'", "train", "d.csv", "--dropout", "1")]
    [InlineData("--batch-size is '0'", "train", "d.csv", "--batch-size", "0")]
    [InlineData("--patience is '-1'", "train", "d.csv", "--patience", "-1")]
    [InlineData("--seed is '-1'", "train", "d.csv", "--seed", "-1")]
    [InlineData("--threads is '0'", "train", "d.csv", "--threads", "0")]
    [InlineData("--l2 is '-1'", "train", "d.csv", "--l2", "-1")]
    [InlineData("--task is 'cluster'; expected one of auto, classification, regression", "train", "d.csv", "--task", "cluster")]
    [InlineData("--optimizer is 'lion'", "train", "d.csv", "--optimizer", "lion")]
    [InlineData("--activation is 'swish'", "train", "d.csv", "--activation", "swish")]
    [InlineData("--provider is 'tpu'; expected one of cpu, cuda", "train", "d.csv", "--provider", "tpu")]
    [InlineData("--tolerance is '-1'", "verify", "m.onnx", "d.csv", "--tolerance", "-1")]
    [InlineData("--epochs lacks its value: --epochs N.", "train", "d.csv", "--epochs")]
    [InlineData("--target is given 2 times", "train", "d.csv", "--target", "a", "--target", "b")]
    public void It_is_refused(string message, params string[] args) => ToolRun.Of(args).Refuses(message, "--help");

    [Fact]
    public void An_output_folder_that_is_missing_is_found_before_training() =>
        Train(_folder["none/m.onnx"]).Refuses("cannot be written: there is no folder");

    [Fact]
    public void A_folder_is_no_output_file() => Train(_folder.Root).Refuses("is a folder");

    [Fact]
    public void A_device_is_no_output_file() => Train("/dev/null").Refuses("is a device");

    [Fact]
    public void The_data_are_not_overwritten()
    {
        Train(_folder["d.csv"]).Refuses("is read and would be overwritten");
        Assert.Equal(Tables.Points(), File.ReadAllText(_folder["d.csv"]));
    }

    [Theory]
    [InlineData("h.txt", "expected a name that ends in .csv or .json")]
    [InlineData("none/h.csv", "there is no folder")]
    [InlineData("d.csv", "would be overwritten")]
    [InlineData("m.onnx", "would be overwritten")]
    public void A_history_that_cannot_be_written_is_found_before_training(string name, string message) =>
        Train(_folder["m.onnx"], "--history", _folder[name]).Refuses(message);

    [Fact]
    public void A_missing_gpu_is_found_before_training()
    {
        var run = Train(_folder["m.onnx"], "--provider", "cuda");

        // A machine with a GPU build trains.
        if (run.ExitCode == 0) return;
        run.Refuses("CUDA", "--provider");
        Assert.DoesNotContain("epoch", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_the_help_is_shown()
    {
        var run = ToolRun.Of();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Commands", run.Output, StringComparison.Ordinal);
    }

    private ToolRun Train(string output, params string[] options)
    {
        var run = ToolRun.Of(["train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--epochs", "1", "--output", output, .. options]);
        if (run.ExitCode != 0) Assert.Equal(["d.csv"], _folder.Files);
        return run;
    }
}
