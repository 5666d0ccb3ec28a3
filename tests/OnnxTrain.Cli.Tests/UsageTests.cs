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
    [InlineData("There is no option '--epochs' of predict. It is an option of train, search", "predict", "m.onnx", "d", "--epochs", "3")]
    [InlineData("There is no option '--nodes=1' of train. It is an option of verify, inspect.", "train", "d.csv", "--nodes=1")]
    [InlineData("'too' is one argument too many", "finish", "folder", "weights", "too")]
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
    [InlineData("--scale is 'tiny'; expected standardize, minmax", "train", "d.csv", "--scale", "tiny")]
    [InlineData("--scale is 'x=tiny'", "train", "d.csv", "--scale", "robust", "--scale", "x=tiny")]
    [InlineData("--scale is '=log'", "train", "d.csv", "--scale", "=log")]
    [InlineData("--encode is 'hash:0'; expected onehot, embedding", "train", "d.csv", "--encode", "hash:0")]
    [InlineData("--encode is 'a=hash:x'", "train", "d.csv", "--encode", "a=hash:x")]
    [InlineData("--loss is 'huber:-1'; expected cross-entropy", "train", "d.csv", "--loss", "huber:-1")]
    [InlineData("--loss is 'mse:2'", "train", "d.csv", "--loss", "mse:2")]
    [InlineData("--schedule is 'linear'; expected one of constant, step", "train", "d.csv", "--schedule", "linear")]
    [InlineData("--schedule is 'step:1.5'", "train", "d.csv", "--schedule", "step:1.5")]
    [InlineData("--schedule is 'cosine:0.1,2'", "train", "d.csv", "--schedule", "cosine:0.1,2")]
    [InlineData("--warm-up is '-1'", "train", "d.csv", "--warm-up", "-1")]
    [InlineData("--momentum is '1'", "train", "d.csv", "--momentum", "1")]
    [InlineData("--clip-norm is '0'", "train", "d.csv", "--clip-norm", "0")]
    [InlineData("--l1 is '-1'", "train", "d.csv", "--l1", "-1")]
    [InlineData("--max-norm is '0'", "train", "d.csv", "--max-norm", "0")]
    [InlineData("--average is '1'", "train", "d.csv", "--average", "1")]
    [InlineData("--label-smoothing is '1'", "train", "d.csv", "--label-smoothing", "1")]
    [InlineData("--class-weights is 'even'; expected one of none, balanced", "train", "d.csv", "--class-weights", "even")]
    [InlineData("--time-limit is '0s'; expected a positive time", "train", "d.csv", "--time-limit", "0s")]
    [InlineData("--time-limit is 'm'", "train", "d.csv", "--time-limit", "m")]
    [InlineData("--optimizer is 'tiger'", "train", "d.csv", "--optimizer", "tiger")]
    [InlineData("--activation is 'swish'", "train", "d.csv", "--activation", "swish")]
    [InlineData("--provider is 'tpu'; expected one of cpu, cuda", "train", "d.csv", "--provider", "tpu")]
    [InlineData("--tolerance is '-1'", "verify", "m.onnx", "d.csv", "--tolerance", "-1")]
    [InlineData("--epochs lacks its value: --epochs N.", "train", "d.csv", "--epochs")]
    [InlineData("--task is given 2 times", "train", "d.csv", "--task", "auto", "--task", "auto")]
    public void It_is_refused(string message, params string[] args) => ToolRun.Of(args).Refuses(message, "--help");

    [Fact]
    public void Options_do_not_follow_the_end_of_options() =>
        ToolRun.Of("train", "--", "-d.csv", "--target", "y").Refuses("'--target' stands after --", "before --");

    [Fact]
    public void An_output_is_not_written_twice() =>
        ToolRun.Of("train", _folder.Write("t.csv", Tables.Points()), "--target", "big", "--output", _folder["m.html"],
            "--report", _folder["m.html"]).Refuses("--report: ", "is to be written twice");

    [Theory]
    [InlineData("predict", "/dev/zero", "d.csv")]
    [InlineData("evaluate", "/dev/zero", "d.csv")]
    [InlineData("verify", "/dev/zero", "d.csv")]
    public void A_device_is_no_model(params string[] args)
    {
        if (!OperatingSystem.IsWindows()) ToolRun.Of(args).Refuses("'/dev/zero' is a pipe or a device");
    }

    [Fact]
    public void A_folder_is_no_model() => ToolRun.Of("predict", _folder.Root, "d.csv").Refuses("is a folder");

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
    [InlineData("m.onnx", "is to be written twice")]
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
        var run = ToolRun.Of([
            "train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--epochs", "1", "--output", output,
            .. options,
        ]);
        if (run.ExitCode != 0)
            Assert.Equal(["d.csv"], _folder.Files);
        return run;
    }
}
