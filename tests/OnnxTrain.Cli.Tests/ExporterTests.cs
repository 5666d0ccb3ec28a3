namespace OnnxTrain.Cli.Tests;

/// <summary>A file gets its name only when it is known to be right; a trained model is never lost.</summary>
public sealed class ExporterTests : IDisposable
{
    private static readonly VerificationReport Different = new() { Path = "m.onnx", RuntimeVersion = "1", Problems = ["it differs"] };

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_differs_is_kept_under_another_name_and_the_old_one_stays()
    {
        var result = Export(_ => Different);

        Assert.False(result.IsDone);
        Assert.Equal("old", File.ReadAllText(_folder["m.onnx"]));
        Assert.Equal(["m.onnx", "m.unverified.onnx"], _folder.Files);
        Assert.Equal("big", TabularModel.Load(result.Unverified!).Targets[0].Name);
    }

    [Fact]
    public void So_is_one_whose_verification_breaks_off()
    {
        var result = Export(_ => throw new InvalidOperationException("broken"));

        Assert.Equal("broken", result.Failure!.Message);
        Assert.Equal(["m.onnx", "m.unverified.onnx"], _folder.Files);
    }

    [Fact]
    public void A_file_that_is_right_replaces_the_old_one()
    {
        var result = Export(_ => Different with { Problems = [] });

        Assert.True(result.IsDone);
        Assert.Equal("big", TabularModel.Load(_folder["m.onnx"]).Targets[0].Name);
        Assert.Equal(["m.onnx"], _folder.Files);
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        _folder.Write("real.onnx", "old");
        File.CreateSymbolicLink(_folder["m.onnx"], "real.onnx");
        using (var output = OutputFile.Claim(_folder["m.onnx"]))
        {
            File.WriteAllText(output.TemporaryPath, "new");
            output.Commit();
        }

        Assert.Equal("new", File.ReadAllText(_folder["real.onnx"]));
        Assert.Equal("real.onnx", new FileInfo(_folder["m.onnx"]).LinkTarget);
    }

    [Fact]
    public void A_message_has_the_name_asked_for_not_the_temporary_one()
    {
        using var output = OutputFile.Claim(_folder["m.onnx"]);

        Assert.Equal($"No path '{_folder["m.onnx"]}'.", Failure.Of(new IOException($"No path '{output.TemporaryPath}'.")).Message);
    }

    private ExportResult Export(Func<string, VerificationReport> verify)
    {
        _folder.Write("m.onnx", "old");
        using var output = OutputFile.Claim(_folder["m.onnx"]);
        return new Exporter(output, new(), verify).Run(TabularModel.Classifier(CsvTable.Parse(Tables.Points()), "big"));
    }
}
