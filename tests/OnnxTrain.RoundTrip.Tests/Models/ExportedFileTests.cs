using Google.Protobuf;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>What an exported file says and how it is written.</summary>
public sealed class ExportedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The lowest IR version of each operator set, from the table of versions in the ONNX specification.
    [Theory]
    [InlineData(13, 7)]
    [InlineData(14, 7)]
    [InlineData(15, 8)]
    [InlineData(17, 8)]
    [InlineData(18, 8)]
    [InlineData(19, 9)]
    [InlineData(21, 10)]
    [InlineData(23, 11)]
    [InlineData(24, 12)]
    [InlineData(25, 13)]
    [InlineData(26, 13)]
    public void Every_opset_runs_and_has_its_lowest_ir_version(int opset, int irVersion)
    {
        var table = Tables.Odd();
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var model = TabularModel.Classifier(table, "art", options: new() { Activation = activation, Hidden = [4] });
            var file = model.ToOnnx(new() { Opset = opset });
            Assert.Equal(opset, file.OpsetImport.Single(o => o.Domain.Length == 0).Version);
            Assert.Equal(irVersion, file.IrVersion);
            OnnxAssert.Equivalent(model, table, new() { BatchSizes = [3], RowsPerBatchSize = 3 }, new() { Opset = opset });
        }

        OnnxAssert.Equivalent(TabularModel.Regressor(table, "weight in g"), table, export: new() { Opset = opset });
    }

    [Fact]
    public void The_same_training_writes_the_same_bytes_for_any_number_of_threads()
    {
        var table = Tables.Penguins();
        var threads = Parallelism.MaxThreads;
        try
        {
            byte[][] files = [Train(1), Train(2), Train(4), Train(1)];
            Assert.All(files, file => Assert.Equal(files[0], file));
        }
        finally
        {
            Parallelism.MaxThreads = threads;
        }

        byte[] Train(int maxThreads)
        {
            Parallelism.MaxThreads = maxThreads;
            var model = TabularModel.Classifier(table, "species", options: new() { Dropout = 0.2, Seed = 11 });
            Tables.Trained(model, table, epochs: 2).ExportOnnx(_folder["model.onnx"]);
            return File.ReadAllBytes(_folder["model.onnx"]);
        }
    }

    [Fact]
    public void Weights_have_their_paths_and_values()
    {
        var table = Tables.Odd();
        var model = Tables.Trained(TabularModel.Classifier(table, "art"), table);
        var tensors = model.ToOnnx().Graph.Initializer.ToDictionary(t => t.Name);
        Assert.Equal(
            ["linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "linear3.weight", "linear3.bias"],
            model.Parameters.Select(p => p.Name));
        foreach (var parameter in model.Parameters)
        {
            var tensor = tensors[parameter.Name];
            Assert.Equal(parameter.Shape.Select(d => d.Size), tensor.Dims);
            Assert.Equal(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Elements<float>()).ToArray(), tensor.RawData.ToByteArray());
        }
    }

    [Fact]
    public void Names_of_nodes_are_there_and_differ()
    {
        var names = TabularModel.Classifier(Tables.Odd(), "art").ToOnnx().Graph.Node.Select(n => n.Name).ToList();
        Assert.DoesNotContain("", names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains(names, n => n.StartsWith("preprocessing/", StringComparison.Ordinal));
        Assert.Contains(names, n => n.StartsWith("linear1/", StringComparison.Ordinal));
    }

    [Fact]
    public void It_says_who_made_it_of_what_and_how()
    {
        var table = Tables.Penguins();
        var (train, test) = table.Split(0.8, stratifyBy: "species", seed: 1);
        var model = TabularModel.Classifier(train, "species");
        using var trainer = new Trainer(model, new Adam(), options: new() { Seed = 42, BatchSize = 16 });
        trainer.Fit(train, epochs: 2, validation: test);
        var file = model.ToOnnx(new() { Description = "Three kinds of penguins." });
        var metadata = file.MetadataProps.ToDictionary(p => p.Key, p => p.Value);

        Assert.Equal("OnnxTrain", file.ProducerName);
        Assert.Equal("Three kinds of penguins.", file.DocString);
        Assert.Equal("species", metadata["target"]);
        Assert.Equal("Adelie,Chinstrap,Gentoo", metadata["classes"]);
        Assert.Equal("island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex", metadata["features"]);
        Assert.Equal("42", metadata["seed"]);
        Assert.Equal("16", metadata["training.batch_size"]);
        Assert.Contains("validation.loss", metadata.Keys);
        Assert.All(metadata.Values, value => Assert.DoesNotContain(Environment.MachineName, value, StringComparison.Ordinal));
    }

    [Fact]
    public void Writing_and_reading_it_changes_nothing()
    {
        var model = TabularModel.Classifier(Tables.Odd(), "art");
        model.ExportOnnx(_folder["model.onnx"]);
        Assert.Equal(model.ToOnnx().ToByteArray(), Onnx.OnnxFile.Read(_folder["model.onnx"]).ToByteArray());
    }

    [Theory]
    [InlineData(12)]
    [InlineData(27)]
    public void Other_opsets_are_refused(int opset) =>
        Assert.Contains(
            "13 to 26",
            Assert.Throws<ExportException>(() => TabularModel.Classifier(Tables.Odd(), "art").ToOnnx(new() { Opset = opset })).Message,
            StringComparison.Ordinal);
}
