using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Tabular models in ONNX Runtime: raw columns in, answers out, whatever the columns hold.</summary>
public class TabularModelTests
{
    [Theory]
    [InlineData("art", "string[batch]")]
    [InlineData("number", "int64[batch]")]
    [InlineData("weight in g", "string[batch]")]
    public void Classifiers_with_gaps_unicode_quotes_and_truth_values(string target, string label)
    {
        var table = Tables.Odd();
        var model = Tables.Trained(TabularModel.Classifier(table, target), table);
        var report = OnnxAssert.Equivalent(model, table);
        Assert.Equal(label, report.Outputs[0].Type.ToString());
        Assert.Equal(60, report.LabelAgreement!.Equal);
    }

    [Fact]
    public void Truth_values_as_target()
    {
        var table = Tables.Odd();
        table = table.Select([.. Enumerable.Range(0, table.RowCount).Where(row => !table["ok?"].IsMissing(row))]);
        var model = Tables.Trained(TabularModel.Classifier(table, "ok?"), table);
        Assert.Equal(["no", "yes"], model.Classes);
        OnnxAssert.Equivalent(model, table);
    }

    [Fact]
    public void A_regressor_undoes_the_standardization_of_its_target()
    {
        var table = Tables.Diabetes();
        var model = Tables.Trained(TabularModel.Regressor(table, table.Columns[^1].Name), table, epochs: 10);
        OnnxAssert.Equivalent(model, table);
        // The mean of the target is 152: an answer in standardized units would lie near 0.
        Assert.InRange(model.Predict(table).Average(p => p.Value), 100, 200);
    }

    [Fact]
    public void An_untrained_model() =>
        OnnxAssert.Equivalent(TabularModel.Classifier(Tables.Penguins(), "species"), Tables.Penguins());

    [Fact]
    public void A_linear_model_of_one_column()
    {
        var table = CsvTable.Parse("a,y\n1,3\n2,5\n3,7\n4,9\n");
        OnnxAssert.Equivalent(Tables.Trained(TabularModel.Regressor(table, "y", hidden: []), table), table);
        var texts = CsvTable.Parse("a,y\np,3\nq,5\np,7\nr,9\n");
        OnnxAssert.Equivalent(Tables.Trained(TabularModel.Regressor(texts, "y", hidden: []), texts), texts);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Elu)]
    [InlineData(Activation.Softplus)]
    [InlineData(Activation.Gelu)]
    [InlineData(Activation.Silu)]
    [InlineData(Activation.Mish)]
    [InlineData(Activation.Selu)]
    [InlineData(Activation.PRelu)]
    [InlineData(Activation.HardSigmoid)]
    [InlineData(Activation.HardSwish)]
    [InlineData(Activation.Softsign)]
    public void Every_activation_with_dropout_gone(Activation activation)
    {
        var table = Tables.Odd();
        var model = Tables.Trained(
            TabularModel.Classifier(table, "art", options: new() { Activation = activation, Dropout = 0.5, Hidden = [16, 8] }), table);
        OnnxAssert.Equivalent(model, table);
        Assert.DoesNotContain(model.ToOnnx().Graph.Node, n => n.OpType == "Dropout");
    }

    [Fact]
    public void Rows_never_seen_with_categories_never_seen()
    {
        var (train, test) = Tables.Odd().Split(0.7, seed: 3);
        var model = Tables.Trained(TabularModel.Classifier(train, "art"), train);
        OnnxAssert.Equivalent(model, test);
        var kinds = new CsvOptions { Types = new Dictionary<string, ColumnKind>(model.ColumnKinds) { ["ok?"] = ColumnKind.Categorical } };
        OnnxAssert.Equivalent(
            model,
            CsvTable.Parse("number,weight in g,Ort/場所,ok?,\"länge, cm\"\n1e30,-1e30,nowhere,maybe,0\n,,,,\n7,7,zürich,YES,7\n", kinds));
    }

    [Fact]
    public void Values_that_no_csv_file_holds()
    {
        var train = CsvTable.Parse("n,s,y\n1,a,p\n2,b,q\n3,,p\n,a,q\n");
        var model = Tables.Trained(TabularModel.Classifier(train, "y"), train);
        double[] numbers = [float.NaN, float.Epsilon, -float.Epsilon, -0f, 1e-38f, 1e20f, -1e20f, 1e6f];
        OnnxAssert.Equivalent(model, Tables.Of(
            new CsvColumn("n", numbers),
            Tables.Texts("s", ["", " ", "a\nb", "\"", "a", "A", "é", new string('x', 10_000)])));
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    public void Infinities_and_overflows_end_alike(float number)
    {
        var train = CsvTable.Parse("n,y\n1,1\n2,5\n3,2\n4,3\n");
        var table = Tables.Of(new CsvColumn("n", [number, 1]));
        OnnxAssert.Equivalent(Tables.Trained(TabularModel.Regressor(train, "y", hidden: [8]), train), table);
        OnnxAssert.Equivalent(Tables.Trained(TabularModel.Classifier(train, "y", hidden: [8]), train), table);
    }

    [Theory]
    [InlineData("label")]
    [InlineData("probabilities")]
    public void A_column_with_the_name_of_an_output_is_refused_before_training(string name)
    {
        var table = CsvTable.Parse($"{name},y\n1,a\n2,b\n3,a\n");
        var message = Assert.Throws<DataException>(() => TabularModel.Classifier(table, "y")).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_called_logits_leaves_no_room_for_that_output()
    {
        var table = CsvTable.Parse("logits,y\n1,a\n2,b\n3,a\n");
        var model = TabularModel.Classifier(table, "y");
        OnnxAssert.Equivalent(model, table);
        Assert.Throws<ExportException>(() => OnnxAssert.Equivalent(model, table, export: new() { IncludeLogits = true }));
    }

    [Fact]
    public void Columns_may_have_the_names_that_nodes_would_get()
    {
        var table = CsvTable.Parse(
            "Relu,preprocessing/Concat,linear1/Relu,constant,batch,axes/batch,prediction,y\n"
                + "1,2,3,4,5,6,7,a\n2,1,4,9,6,4,3,b\n3,1,2,3,1,1,1,a\n");
        OnnxAssert.Equivalent(Tables.Trained(TabularModel.Classifier(table, "y"), table), table);
    }
}
