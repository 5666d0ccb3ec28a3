using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Several models in one file: raw columns in, one answer out, as ONNX Runtime computes it.</summary>
public sealed class EnsembleTests : IDisposable
{
    private static readonly CsvTable Odd = Tables.Odd();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(EnsembleMethod.Mean, 13)]
    [InlineData(EnsembleMethod.Mean, 17)]
    [InlineData(EnsembleMethod.Mean, 21)]
    [InlineData(EnsembleMethod.Mean, 26)]
    [InlineData(EnsembleMethod.Vote, 13)]
    [InlineData(EnsembleMethod.Vote, 17)]
    [InlineData(EnsembleMethod.Vote, 21)]
    [InlineData(EnsembleMethod.Vote, 26)]
    public void Classifiers_of_raw_columns(EnsembleMethod method, int opset)
    {
        var ensemble = Ensemble.Of(Classifiers(), method);
        var report = OnnxAssert.Equivalent(ensemble, Odd, new() { BatchSizes = [1, 3, 7] }, new() { Opset = opset });
        Assert.Equal(["label", "probabilities"], report.Outputs.Select(o => o.Name));
        Assert.Equal(Odd.RowCount, report.LabelAgreement!.Equal);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    [InlineData(26)]
    public void Regressors_of_raw_columns(int opset)
    {
        DataModel[] members = [.. Enumerable.Range(1, 3).Select(seed =>
            Tables.Trained(TabularModel.Regressor(Odd, "weight in g", options: new() { Hidden = [8], Seed = (ulong)seed }), Odd))];
        var report = OnnxAssert.Equivalent(Ensemble.Of(members), Odd, new() { BatchSizes = [1, 3, 7] }, new() { Opset = opset });
        Assert.Equal("prediction", Assert.Single(report.Outputs).Name);
    }

    [Fact]
    public void Regressors_of_logarithms_weighted_rows_and_other_scalings()
    {
        var table = Tables.Diabetes();
        var target = table.Columns[^1].Name;
        var options = new TabularOptions
        {
            Hidden = [8], LogTarget = true, Scaling = Scaling.Robust, Weight = "age",
        };
        DataModel[] members =
        [
            .. Enumerable
                .Range(1, 2)
                .Select(seed => Tables.Trained(TabularModel.Regressor(table, target, options: options with { Seed = (ulong)seed }), table)),
        ];
        var ensemble = Ensemble.Of(members);
        OnnxAssert.Equivalent(ensemble, table);
        ensemble.ExportOnnx(_folder["a.onnx"]);
        var (loaded, first, second) = (
            TabularModel.Load(_folder["a.onnx"]).Predict(table), members[0].Predict(table), members[1].Predict(table));
        for (var row = 0; row < table.RowCount; row++)
            Assert.Equal((first[row].Value + (double)second[row].Value) / 2, loaded[row].Value, 1e-3);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(26)]
    public void Models_of_tensors(int opset)
    {
        var features = System.Numerics.Tensors.Tensor.Create(Enumerable.Range(0, 40).Select(i => MathF.Sin(i)).ToArray(), [10, 4]);
        var data = new Dataset(features, Enumerable.Range(0, 10).Select(i => i % 3).ToArray(), classes: 3);
        foreach (var method in Enum.GetValues<EnsembleMethod>())
            OnnxAssert.Equivalent(Ensemble.Of([Network(1), Network(2), Network(3)], method), data, export: new() { Opset = opset });
        OnnxAssert.Equivalent(Ensemble.Of([Custom(1), Custom(2)]), data, export: new() { Opset = opset });

        static Model Network(ulong seed)
        {
            var model = Model.Classifier(
                new Sequential(new Linear(4, 8), new PRelu(), new Dropout(0.5), new Linear(8, 3)),
                Value.Input("x", ElementType.Float32, ["batch", 4]), classes: 3);
            model.Initialize(seed);
            return model;
        }

        static Model Custom(ulong seed)
        {
            var model = new Model(new Linear(4, 2), Value.Input("x", ElementType.Float32, ["batch", 4]));
            model.Initialize(seed);
            return model;
        }
    }

    [Theory]
    [InlineData(EnsembleMethod.Mean)]
    [InlineData(EnsembleMethod.Vote)]
    public void It_comes_back_from_its_file_and_writes_the_same_bytes(EnsembleMethod method)
    {
        var ensemble = Ensemble.Of([.. Classifiers(), Tables.Trained(TabularModel.Classifier(Odd, "art", hidden: [5, 3]), Odd)], method);
        ensemble.ExportOnnx(_folder["a.onnx"]);
        var loaded = TabularModel.Load(_folder["a.onnx"]);

        Assert.Equal(ensemble.Trained.Snapshot(), loaded.Trained.Snapshot());
        Assert.Equal(ensemble.Predict(Odd).Select(p => p.Label), loaded.Predict(Odd).Select(p => p.Label));
        Assert.Equal("4", loaded.Metadata["ensemble.members"]);
        Assert.Equal(method == EnsembleMethod.Vote ? "vote" : "mean", loaded.Metadata["ensemble.method"]);
        Assert.Equal("7,7,7,7", loaded.Metadata["ensemble.seeds"]);
        loaded.ExportOnnx(_folder["b.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
        OnnxAssert.Equivalent(loaded, _folder["a.onnx"], Odd);
    }

    [Fact]
    public void The_file_alone_predicts_what_the_members_say_together()
    {
        var members = Classifiers();
        Ensemble.Of(members).ExportOnnx(_folder["a.onnx"]);
        using var predictor = new OnnxPredictor(_folder["a.onnx"]);
        var predictions = predictor.Predict(Odd);
        var all = members.Select(m => m.Predict(Odd)).ToList();

        Assert.Equal(members[0].Classes, predictor.Classes);
        Assert.Equal(members[0].Columns, predictor.Inputs.Select(i => i.Name));
        for (var row = 0; row < Odd.RowCount; row++)
        {
            for (var c = 0; c < 3; c++)
                Assert.Equal(all.Average(m => (double)m[row].Probabilities[c]), predictions[row].Probabilities[c], 1e-5);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"method\":\"Sum\",\"members\":[0,0],\"descriptions\":[]}")]
    [InlineData("{\"method\":\"Mean\",\"members\":[3,0],\"descriptions\":[]}")]
    public void A_file_whose_description_was_changed_is_refused(string description)
    {
        Ensemble
            .Of(Classifiers())
            .ExportEdited(_folder["a.onnx"], file => file.MetadataProps.Single(p => p.Key == EnsembleSpec.MetadataKey).Value = description);
        Assert.Contains(
            "onnxtrain.ensemble",
            Assert.Throws<DataException>(() => TabularModel.Load(_folder["a.onnx"])).Message,
            StringComparison.Ordinal);
    }

    private static DataModel[] Classifiers() =>
        [
            .. Enumerable
                .Range(1, 3)
                .Select(seed =>
                    Tables.Trained(
                        TabularModel.Classifier(
                            Odd, "art", options: new()
                            {
                                Hidden = [8], Dropout = 0.2, Seed = (ulong)seed,
                            }),
                        Odd)),
        ];
}
