using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Every scaling and encoding in ONNX Runtime, and back from its file.</summary>
public sealed class TabularInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Options.Keys];

    private static Dictionary<string, TabularOptions> Options { get; } =
        new()
        {
            ["min and max"] = new() { Scaling = Scaling.MinMax, Encoding = CategoryEncoding.Binary },
            ["min and max, symmetric"] = new() { Scaling = Scaling.MinMaxSymmetric, Encoding = CategoryEncoding.Hash(3) },
            ["robust"] = new() { Scaling = Scaling.Robust, Encoding = CategoryEncoding.Hash(1) },
            ["none"] = new() { Scaling = Scaling.None, Encoding = CategoryEncoding.Hash(1000) },
            ["embeddings"] = new() { Encoding = CategoryEncoding.Embedding(3) },
            ["of each"] = new()
            {
                ColumnScaling = new Dictionary<string, Scaling> { ["weight in g"] = Scaling.Log, ["länge, cm"] = Scaling.Robust },
                ColumnEncoding = new Dictionary<string, CategoryEncoding>
                {
                    ["Ort/場所"] = CategoryEncoding.Binary,
                    ["ok?"] = CategoryEncoding.Embedding(2),
                },
            },
        };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void The_file_computes_the_same_and_comes_back(string name)
    {
        var table = Tables.Odd();
        var model = Tables.Trained(TabularModel.Classifier(table, "art", options: Options[name] with { Hidden = [6] }), table);
        foreach (var opset in (int[])[13, 17, 26])
            ComesBack(model, table, opset);
    }

    private void ComesBack(DataModel model, CsvTable table, int opset)
    {
        model.ExportOnnx(_folder["a.onnx"], new() { Opset = opset });
        OnnxVerifier.Verify(model, _folder["a.onnx"], table).ThrowIfDifferent();

        var loaded = TabularModel.Load(_folder["a.onnx"]);

        Assert.Equal(Bits(model, table), Bits(loaded, table));
        loaded.ExportOnnx(_folder["b.onnx"], new() { Opset = opset });
        Assert.Equal(File.ReadAllBytes(_folder["a.onnx"]), File.ReadAllBytes(_folder["b.onnx"]));
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("hash")]
    [InlineData("embedding")]
    public void Categories_never_seen_are_zeros_in_the_file_too(string encoding)
    {
        var table = CsvTable.Parse("x,c,y\n1,a,0\n2,b,1\n3,c,0\n4,d,1\n");
        var options = new TabularOptions
        {
            Encoding = encoding switch
            {
                "binary" => CategoryEncoding.Binary, "hash" => CategoryEncoding.Hash(5), _ => CategoryEncoding.Embedding(),
            },
        };
        var model = Tables.Trained(TabularModel.Classifier(table, "y", options: options), table);
        OnnxAssert.Equivalent(model, CsvTable.Parse("x,c,y\n1,never,0\n2,,1\n3,A,0\n4,d,1\n"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_logarithmic_target_and_a_column_of_weights(bool load)
    {
        var table = Tables.Odd();
        var options = new TabularOptions
        {
            LogTarget = true, Weight = "number", Hidden = [6],
        };
        table = table.Select([.. Enumerable.Range(0, table.RowCount).Where(row => table["number"].Numbers[row] >= 0)]);
        var model = Tables.Trained(TabularModel.Regressor(table, "weight in g", options: options), table, epochs: 20);
        Assert.DoesNotContain("number", model.Columns);
        model.ExportOnnx(_folder["a.onnx"]);
        OnnxVerifier.Verify(load ? TabularModel.Load(_folder["a.onnx"]) : model, _folder["a.onnx"], table).ThrowIfDifferent();
        if (!load)
            return;
        var loaded = TabularModel.Load(_folder["a.onnx"]);
        Assert.Equal(model.Encode(table).Weights.ToArray(), loaded.Encode(table).Weights.ToArray());
        Assert.Equal(Bits(model, table), Bits(loaded, table));
    }

    [Fact]
    public void Without_a_choice_the_file_says_nothing_of_it()
    {
        var spec = TabularModel.Classifier(Tables.Odd(), "art").Metadata["onnxtrain.model"];
        foreach (var key in (string[])["scaling", "fill", "encoding", "buckets", "logarithmic"])
            Assert.DoesNotContain($"\"{key}\"", spec, StringComparison.Ordinal);
    }

    private static byte[] Bits(DataModel model, CsvTable table)
    {
        using var evaluator = new Evaluator(
            model.Inputs,
            [model.InferenceOutput, .. model.Outputs.Select(o => o.Value).Where(v => v.ElementType != ElementType.String)]);
        return [.. evaluator.Run(model.Read(table)).SelectMany(t => t.Bytes.ToArray())];
    }
}
