using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>An exported file is the model: it comes back, runs to the same bits, trains on and exports again.</summary>
public sealed class TabularModelLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("art", true)]
    [InlineData("number", true)]
    [InlineData("weight in g", false)]
    public void It_predicts_the_same_bits_and_writes_the_same_bytes(string target, bool classifies)
    {
        var table = Tables.Odd();
        var options = new TabularOptions
        {
            Activation = Activation.Elu, Dropout = 0.1, Hidden = [9, 5],
        };
        var model = Tables.Trained(
            classifies ? TabularModel.Classifier(table, target, options: options) : TabularModel.Regressor(table, target, options: options),
            table);
        model.ExportOnnx(_folder["a.onnx"]);

        var loaded = TabularModel.Load(_folder["a.onnx"]);

        Assert.Equal(Bits(model, table), Bits(loaded, table));
        Assert.Equal(model.Classes, loaded.Classes);
        Assert.Equal(model.ColumnKinds, loaded.ColumnKinds);
        loaded.ExportOnnx(_folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        OnnxAssert.Equivalent(loaded, _folder["a.onnx"], table);
    }

    [Theory]
    [InlineData(13, false)]
    [InlineData(26, true)]
    public void It_loads_from_any_opset_and_with_logits(int opset, bool logits)
    {
        var table = Tables.Odd();
        var model = TabularModel.Classifier(table, "art");
        model.ExportOnnx(_folder["a.onnx"], new() { Opset = opset, IncludeLogits = logits });
        Assert.Equal(Bits(model, table), Bits(TabularModel.Load(_folder["a.onnx"]), table));
    }

    [Fact]
    public void It_trains_on()
    {
        var table = Tables.Penguins();
        var model = Tables.Trained(TabularModel.Classifier(table, "species"), table, epochs: 1);
        model.ExportOnnx(_folder["a.onnx"]);
        var loaded = TabularModel.Load(_folder["a.onnx"]);
        using var trainer = new Trainer(loaded, new Adam(1e-2f), options: new() { Seed = 2 });

        var history = trainer.Fit(table, epochs: 5);

        Assert.True(history.Epochs[^1].TrainingLoss < history.Epochs[0].TrainingLoss);
        Assert.True(loaded.Evaluate(table).RowCount == table.RowCount);
        OnnxAssert.Equivalent(loaded, table);
        Assert.False(OnnxVerifier.Verify(loaded, _folder["a.onnx"], table).IsEquivalent);
    }

    [Fact]
    public void A_file_of_another_kind_of_model_is_refused()
    {
        new Model(new Linear(2, 1), Value.Input("x", ElementType.Float32, ["batch", 2])).ExportOnnx(_folder["a.onnx"]);
        Assert.Contains(
            "not a model of a table or of images",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_weights_were_removed_or_reshaped_is_refused()
    {
        var model = TabularModel.Classifier(Tables.Odd(), "art", hidden: [4]);
        model.ExportEdited(_folder["a.onnx"], file => file.Initializer("linear1.bias").Name = "elsewhere");
        Assert.Contains(
            "'linear1.bias'",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
        model.ExportEdited(_folder["a.onnx"], file => file.Initializer("linear1.bias").Dims[0] = 2);
        Assert.Contains(
            "'linear1.bias'",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"Colour\"}],\"target\":\"y\"}")]
    [InlineData("{\"version\":2,\"features\":[{\"name\":\"a\",\"kind\":\"colour\"}],\"targets\":[]}")]
    public void A_file_whose_description_was_changed_is_refused(string description)
    {
        var model = TabularModel.Classifier(Tables.Odd(), "art", hidden: [4]);
        model.ExportEdited(_folder["a.onnx"], file => file.MetadataProps.Single(p => p.Key == "onnxtrain.model").Value = description);
        Assert.Contains(
            "onnxtrain.model",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
    }

    private static byte[] Bits(DataModel model, CsvTable table)
    {
        using var evaluator = new Evaluator(
            model.Inputs,
            [model.InferenceOutput, .. model.Outputs.Select(o => o.Value).Where(v => v.ElementType != ElementType.String)]);
        return [.. evaluator.Run(model.Read(table)).SelectMany(t => t.Bytes.ToArray())];
    }
}
