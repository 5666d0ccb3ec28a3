namespace OnnxTrain.Cli.Tests;

/// <summary>How columns go into the model: <c>--scale</c>, <c>--encode</c>, <c>--log-target</c>, <c>--weight</c>.</summary>
public sealed class InputTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { "--scale", "minmax" }, "\"scaling\":\"MinMax\"", "x,y")]
    [InlineData(new[] { "--scale", "x=robust", "--scale", "y=minmax-symmetric" }, "\"scaling\":\"Robust\"", "x")]
    [InlineData(new[] { "--scale", "x,y=log" }, "\"scaling\":\"Log\"", "x,y")]
    [InlineData(new[] { "--scale", "NONE", "--scale", "y=standardize" }, "\"scaling\":\"None\"", "x")]
    [InlineData(new[] { "--encode", "binary" }, "\"encoding\":\"Binary\"", "colour")]
    [InlineData(new[] { "--encode", "colour=hash:3", "--encode", "onehot" }, "\"encoding\":\"Hash\",\"buckets\":3", "colour")]
    [InlineData(new[] { "--encode", "x=hash" }, "\"encoding\":\"Hash\",\"buckets\":32", "x")]
    public void A_choice_is_in_the_file_which_is_verified(string[] options, string description, string columns)
    {
        var data = _folder.Write("d.csv", Tables.Points());
        var model = _folder.Train(data, "big", options);

        var spec = TabularModel.Load(model).Metadata["onnxtrain.model"];

        string[] parts = spec[spec.IndexOf("\"features\"", StringComparison.Ordinal)..].Split("{\"name\":\"")[1..];
        Assert.Equal(
            columns.Split(','),
            parts.Where(part => part.Contains(description, StringComparison.Ordinal)).Select(part => part.Split('"')[0]));
        Assert.Contains("computes the same", ToolRun.Of("verify", model, data).Succeeds().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has no column 'z'", "--scale", "z=log")]
    [InlineData("has no column 'z'", "--encode", "z=binary")]
    [InlineData("has no column 'z'", "--weight", "z")]
    [InlineData("--scale is given 2 times for all columns", "--scale", "log", "--scale", "none")]
    [InlineData("--scale is given twice for the column 'x'", "--scale", "x=log", "--scale", "y,x=none")]
    [InlineData("Column 'colour' holds categories such as 'blue'", "--scale", "colour=log")]
    [InlineData("names 'big', which is not an input", "--encode", "big=binary")]
    [InlineData("names 'x', which is not an input", "--scale", "x=log", "--ignore", "x")]
    [InlineData("names 'x', which is not an input", "--scale", "x=log", "--weight", "x")]
    [InlineData("The weight 'big' of the rows is a target too", "--weight", "big")]
    [InlineData("The weight 'x' of the rows is in --ignore too", "--weight", "x", "--ignore", "x")]
    [InlineData("'colour' must hold the weights of the rows; it holds text such as 'red'", "--weight", "colour")]
    [InlineData("--log-target is for numbers", "--log-target")]
    public void One_that_does_not_fit_is_refused(string message, params string[] options)
    {
        ToolRun
            .Of(["train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], .. options])
            .Refuses(message);
        Assert.Equal(["d.csv"], _folder.Files);
    }

    [Fact]
    public void A_negative_number_has_no_logarithm()
    {
        var data = _folder.Write("d.csv", $"{Tables.Points()}-0.5,0.5,red,no\n");
        ToolRun
            .Of("train", data, "--target", "big", "--output", _folder["m.onnx"], "--scale", "log", "--validation", "0")
            .Refuses("d.csv, line 42: column 'x' holds -0.5");
    }

    [Fact]
    public void Many_texts_are_left_out_only_if_each_is_to_be_a_number()
    {
        var lines = Enumerable.Range(0, 2400).Select(i => $"t{i / 2},{i % 7},{(i % 2 == 0 ? "a" : "b")}\n");
        var data = _folder.Write("d.csv", $"name,x,class\n{string.Concat(lines)}");
        string[] options = ["--target", "class", "--output", _folder["m.onnx"], "--epochs", "1", "--hidden", "2", "--no-verify"];
        var wide = ToolRun.Of(["train", data, "--encode", "onehot", .. options]).Succeeds().Output;
        Assert.Contains("'name' left out: it has", wide, StringComparison.Ordinal);
        Assert.Contains("51 → 2 → 2", ToolRun.Of(["train", data, .. options]).Succeeds().Output, StringComparison.Ordinal);
        foreach (var choice in (string[])["hash:16", "name=hash:16"])
        {
            var run = ToolRun.Of(["train", data, "--encode", choice, .. options]).Succeeds();
            Assert.DoesNotContain("'name' left out: it has", run.Output, StringComparison.Ordinal);
            Assert.Contains("17 → 2 → 2", run.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Of two groups that contradict each other, the one with weight is learned; the column of weights need not be there later.
    /// </summary>
    [Fact]
    public void Rows_count_by_their_weight()
    {
        var lines = Enumerable.Range(0, 200).Select(i => $"{i % 2},{(i % 4 < 2 ? 0 : 1)},{(i % 4 is 0 or 3 ? "yes" : "no")}\n");
        var data = _folder.Write("d.csv", $"x,sure,y\n{string.Concat(lines)}");
        var run = ToolRun
            .Of(
                "train", data, "--target", "y", "--weight", "sure", "--output", _folder["m.onnx"], "--epochs", "40", "--learning-rate",
                "0.02")
            .Succeeds();
        Assert.Contains("rows weighted by sure", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 number", run.Output, StringComparison.Ordinal);
        Assert.Equal(["no", "yes"], TabularModel.Load(_folder["m.onnx"]).Predict(CsvTable.Parse("x\n0\n1\n")).Select(p => p.Label));
    }

    [Fact]
    public void A_weight_that_is_the_same_in_all_rows_is_a_weight()
    {
        var data = _folder.Write(
            "d.csv", Tables.Points().Replace(",red,", ",1,", StringComparison.Ordinal).Replace(",blue,", ",1,", StringComparison.Ordinal));
        var run = ToolRun
            .Of("train", data, "--target", "big", "--weight", "colour", "--output", _folder["m.onnx"], "--epochs", "2")
            .Succeeds();
        Assert.DoesNotContain("left out", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_logarithm_of_a_target_is_undone_in_the_file()
    {
        var lines = Enumerable
            .Range(0, 120)
            .Select(i => FormattableString.Invariant($"{i % 40},{Math.Exp(i % 40 * 0.2) + (i % 3):0.000}\n"));
        var data = _folder.Write("d.csv", $"x,y\n{string.Concat(lines)}");
        var run = ToolRun
            .Of("train", data, "--target", "y", "--log-target", "--output", _folder["m.onnx"], "--epochs", "150", "--learning-rate", "0.01")
            .Succeeds();
        Assert.Contains("learned as its logarithm", run.Output, StringComparison.Ordinal);
        var predictions = TabularModel.Load(_folder["m.onnx"]).Predict(CsvTable.Parse("x\n10\n30\n"));
        Assert.InRange(predictions[0].Value, 0.6 * Math.Exp(2), 1.8 * Math.Exp(2));
        Assert.InRange(predictions[1].Value, 0.6 * Math.Exp(6), 1.8 * Math.Exp(6));
    }
}
