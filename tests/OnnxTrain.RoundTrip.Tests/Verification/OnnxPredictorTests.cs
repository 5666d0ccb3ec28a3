using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>A file alone predicts what the model predicts.</summary>
public sealed class OnnxPredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("art")]
    [InlineData("number")]
    [InlineData("ok?")]
    public void A_classifier_gives_the_labels_and_probabilities_of_the_model(string target)
    {
        var table = Tables.Odd();
        var rows = target == "ok?" ? table.Select([.. Enumerable.Range(0, 60).Where(i => i % 9 != 2)]) : table;
        var model = Tables.Trained(TabularModel.Classifier(rows, target), rows);
        using var predictor = Open(model);

        var predictions = predictor.Predict(table);

        Assert.Equal(model.Classes, predictor.Classes);
        foreach (var (expected, found) in model.Predict(table).Zip(predictions))
        {
            Assert.Equal(expected.Label, found.Label);
            Assert.Equal(expected.Probabilities.Count, found.Probabilities.Count);
            for (var i = 0; i < found.Probabilities.Count; i++) Assert.Equal(expected.Probabilities[i], found.Probabilities[i], 1e-5f);
            Assert.Equal(found.Probabilities[model.Classes.ToList().IndexOf(found.Label!)], found.Confidence);
            Assert.True(float.IsNaN(found.Value));
        }
    }

    [Fact]
    public void A_regressor_gives_numbers_in_the_units_of_the_target_for_more_rows_than_one_batch()
    {
        var table = Tables.Odd(1500);
        var model = Tables.Trained(TabularModel.Regressor(table, "weight in g"), table, epochs: 1);
        using var predictor = Open(model);

        var predictions = predictor.Predict(table.Without("weight in g"));

        Assert.Empty(predictor.Classes);
        Assert.Equal(1500, predictions.Count);
        foreach (var (expected, found) in model.Predict(table).Zip(predictions))
        {
            Assert.Equal(expected.Value, found.Value, 1e-2f);
            Assert.Null(found.Label);
            Assert.Empty(found.Probabilities);
            Assert.True(float.IsNaN(found.Confidence));
        }
    }

    [Fact]
    public void It_tells_inputs_outputs_kinds_and_metadata()
    {
        var table = Tables.Odd();
        using var predictor = Open(TabularModel.Classifier(table, "number"));
        Assert.Equal(
            [
                "art: string[batch, 1]", "weight in g: float32[batch, 1]", "Ort/場所: string[batch, 1]", "ok?: string[batch, 1]",
                "länge, cm: float32[batch, 1]",
            ],
            predictor.Inputs.Select(i => i.ToString()));
        Assert.Equal(["label: int64[batch]", "probabilities: float32[batch, 3]"], predictor.Outputs.Select(o => o.ToString()));
        Assert.Equal(ColumnKind.Numeric, predictor.ColumnKinds["weight in g"]);
        Assert.Equal(ColumnKind.Categorical, predictor.ColumnKinds["Ort/場所"]);
        Assert.Equal("number", predictor.Metadata["target"]);
        Assert.Equal(["-5", "0", "5"], predictor.Classes);
    }

    [Fact]
    public void Tables_read_with_its_kinds_keep_categories_that_look_like_numbers()
    {
        var options = new CsvOptions { Types = new Dictionary<string, ColumnKind> { ["code"] = ColumnKind.Categorical } };
        var train = CsvTable.Parse("code,y\n01,a\n1,b\n01,a\n1,b\n", options);
        using var predictor = Open(Tables.Trained(TabularModel.Classifier(train, "y", hidden: []), train, epochs: 100));
        var table = CsvTable.Parse("code\n1\n01\n", new() { Types = predictor.ColumnKinds });
        Assert.Equal(["b", "a"], predictor.Predict(table).Select(p => p.Label));
    }

    [Fact]
    public void A_missing_column_is_named_with_those_there_are()
    {
        var table = Tables.Odd();
        using var predictor = Open(TabularModel.Classifier(table, "art"));
        var message = Assert.Throws<DataException>(() => predictor.Predict(table.Without("weight in g"))).Message;
        Assert.Contains("no column 'weight in g'", message, StringComparison.Ordinal);
        Assert.Contains("'number'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_where_numbers_are_wanted_is_refused_with_its_line()
    {
        var train = CsvTable.Parse("a,y\n1,x\n2,y\n3,x\n");
        using var predictor = Open(TabularModel.Classifier(train, "y"));
        var message = Assert.Throws<DataException>(() => predictor.Predict(CsvTable.Parse("a\n\"\"\n7\nseven\n"))).Message;
        Assert.Contains("line 4: column 'a' holds 'seven'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_without_any_value_is_missing_in_every_row()
    {
        var train = CsvTable.Parse("a,b,y\n1,p,x\n2,q,y\n3,p,x\n");
        var model = TabularModel.Classifier(train, "y");
        using var predictor = Open(model);
        var table = CsvTable.Parse("a,b\n,\n,p\n", new() { Types = predictor.ColumnKinds });
        Assert.Equal(model.Predict(table).Select(p => p.Label), predictor.Predict(table).Select(p => p.Label));
    }

    [Fact]
    public void A_file_that_takes_no_columns_is_refused_with_its_inputs()
    {
        new Model(new Linear(784, 10), Value.Input("image", ElementType.Float32, ["batch", 784])).ExportOnnx(_folder["image.onnx"]);
        using var predictor = new OnnxPredictor(_folder["image.onnx"]);
        var message = Assert.Throws<DataException>(() => predictor.Predict(CsvTable.Parse("image\n1\n"))).Message;
        Assert.Contains("image: float32[batch, 784]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_of_any_name_are_numbers_by_their_names()
    {
        new Model(new Linear(1, 2), Value.Input("x", ElementType.Float32, ["batch", 1])).ExportEdited(
            _folder["other.onnx"],
            file =>
            {
                file.Graph.Output[0].Name = "scores";
                file.Graph.Node[^1].Output[0] = "scores";
            });
        using var predictor = new OnnxPredictor(_folder["other.onnx"]);
        Assert.Equal(2, Assert.Single(predictor.Predict(CsvTable.Parse("x\n1\n"))).Values.Count);
    }

    [Fact]
    public void A_file_without_outputs_of_numbers_is_refused_with_them()
    {
        new Model(new Largest(), Value.Input("x", ElementType.Float32, ["batch", 3])).ExportOnnx(_folder["other.onnx"]);
        Assert.Contains(
            "output: int64",
            Assert.Throws<DataException>(() => new OnnxPredictor(_folder["other.onnx"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_one_tensor_predicts_from_a_column_of_its_name()
    {
        var model = Model.Regressor(new Linear(1, 2), Value.Input("x", ElementType.Float64, ["batch", 1]));
        model.ExportOnnx(_folder["two.onnx"]);
        using var predictor = new OnnxPredictor(_folder["two.onnx"]);
        var predictions = predictor.Predict(CsvTable.Parse("x\n0\n1\n"));
        var bias = model.Parameters[1].ToTensor<double>();
        Assert.Equal([(float)bias[0], (float)bias[1]], predictions[0].Values);
        Assert.Equal(2, predictions.Count);
    }

    private OnnxPredictor Open(Model model)
    {
        model.ExportOnnx(_folder["model.onnx"]);
        return new(_folder["model.onnx"]);
    }

    private sealed class Largest : Module
    {
        public override Value Forward(Value x) => x.ArgMax(1);
    }
}
