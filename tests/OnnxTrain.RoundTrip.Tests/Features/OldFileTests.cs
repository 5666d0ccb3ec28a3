using Google.Protobuf;
using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>
/// Files with descriptions of version 1, and what the version that wrote them predicted. The i-th number of the k-th parameter is
/// 0.2 sin(0.7 i + k).
/// </summary>
public sealed class OldFileTests : IDisposable
{
    private const string Columns =
        "\"columns\":[{\"name\":\"mass\",\"kind\":\"Numeric\",\"mean\":2.3333333333333335,\"scale\":1.247219128924647},"
        + "{\"name\":\"place\",\"kind\":\"Categorical\",\"categories\":[\"\",\"a\",\"b\"]";

    private const string Table =
        "{\"target\":\"kind\",\"classes\":[\"x\",\"y\",\"z\"],\"target_mean\":0,\"target_scale\":1,\"hidden\":[2],\"activation\":\"Tanh\","
        + "\"dropout\":0," + Columns + ",\"encoding\":\"Hash\",\"buckets\":3},{\"name\":\"ok\",\"kind\":\"Boolean\",\"categories\":"
        + "[\"false\",\"true\"]},{\"name\":\"wing\",\"kind\":\"Numeric\",\"mean\":2,\"scale\":2.875,\"scaling\":\"Robust\",\"fill\":2}]}";

    private const string Logarithmic =
        "{\"target\":\"price\",\"classes\":[],\"target_mean\":1.7005986908310777,\"target_scale\":1.1771391002998086,\"log_target\":true,"
        + "\"weight\":\"wing\",\"hidden\":[],\"activation\":\"Relu\",\"dropout\":0," + Columns
        + "},{\"name\":\"ok\",\"kind\":\"Boolean\",\"categories\":[\"false\",\"true\"]}]}";

    private const string Image =
        "{\"network\":\"lenet\",\"height\":12,\"width\":12,\"channels\":1,\"axes\":\"Nchw\",\"fit\":\"Crop\",\"classes\":[\"cat\",\"dog\"],"
        + "\"mean\":[0.48900462962962965],\"deviation\":[0.284090506224307],\"anySize\":true}";

    private static readonly CsvTable Rows = CsvTable.Parse(
        "mass,place,ok,wing,kind,price\n1,a,true,0.5,x,3\n2,b,false,1.5,y,8\n,a,true,2.5,x,0\n4,,false,9,z,24\n");

    private static readonly float[][] Probabilities =
    [
        [0.40847632f, 0.306006f, 0.28551766f], [0.387574f, 0.31848672f, 0.29393932f], [0.40269914f, 0.31169164f, 0.28560922f],
        [0.40134484f, 0.32459545f, 0.27405974f],
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_of_a_table()
    {
        var model = Load("onnxtrain.tabular", Table);
        Assert.Equal(Probabilities.SelectMany(row => row), model.Predict(Rows).SelectMany(p => p.Probabilities), Close);
        Assert.Equal(["number", "category", "boolean", "number"], model.InputFeatures.Select(f => f.Kind));
    }

    [Fact]
    public void A_regressor_of_logarithms_with_weights_of_rows()
    {
        var model = Load("onnxtrain.tabular", Logarithmic);
        Assert.Equal([6.7533298f, 7.853327f, 6.7533298f, 7.4084463f], model.Predict(Rows).Select(p => p.Value), Close);
        Assert.Equal([0.5f, 1.5f, 2.5f, 9f], model.Encode(Rows).Weights.ToArray());
    }

    [Fact]
    public void An_ensemble_of_tables()
    {
        var member = Load("onnxtrain.tabular", Table);
        var ensemble = $"{{\"method\":\"Mean\",\"members\":[0,0],\"descriptions\":[{Table}]}}";
        var model = Load("onnxtrain.tabular", Table, Ensemble.Of([member, member]), ("onnxtrain.ensemble", ensemble));
        Assert.Equal(Probabilities.SelectMany(row => row), model.Predict(Rows).SelectMany(p => p.Probabilities), Close);
    }

    [Fact]
    public void A_classifier_of_images()
    {
        var model = Load("onnxtrain.image", Image);
        byte[] pixels = [.. Enumerable.Range(0, 4 * 12 * 12).Select(i => (byte)(i * 37 % 251))];
        var predictions = model.Predict(System.Numerics.Tensors.Tensor.Create(pixels, [4, 12, 12, 1]));
        Assert.Equal([0.91946393f, 0.9194414f, 0.91943985f, 0.91944903f], predictions.Select(p => p.Probabilities[0]), Close);
        Assert.All(predictions, p => Assert.Equal("cat", p.Label));
        Assert.Equal((ImageAxes.Nchw, ImageFit.Crop, true), (model.Image!.Axes, model.Image.Fit, model.Image.AnySize));
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused_in_words()
    {
        var text = ModelDescription.FromJson(Table).ToJson().Replace("\"version\":2", "\"version\":3", StringComparison.Ordinal);
        Assert.Contains(
            "of version 3", Assert.Throws<DataException>(() => ModelDescription.FromJson(text)).Message, StringComparison.Ordinal);
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) <= 2e-6f * Math.Max(1, Math.Abs(a));

    /// <summary>Writes a file as the old version wrote it, and loads it.</summary>
    private DataModel Load(string key, string text, DataModel? model = null, params (string Key, string Text)[] others)
    {
        if (model is null)
        {
            var description = ModelDescription.FromJson(text);
            model = new(description, description.NewNetwork(), seed: 0);
            for (var k = 0; k < model.Parameters.Count; k++)
            {
                var numbers = Enumerable.Range(0, (int)model.Parameters[k].Shape.ElementCount);
                model.Parameters[k].Assign<float>([.. numbers.Select(i => (float)(0.2 * Math.Sin((0.7 * i) + k)))]);
            }
        }

        var file = model.ToOnnx();
        foreach (var (name, _) in (ReadOnlySpan<(string, string)>)[("onnxtrain.model", ""), .. others])
            file.MetadataProps.Remove(file.MetadataProps.Single(p => p.Key == name));
        foreach (var (name, description) in (ReadOnlySpan<(string, string)>)[(key, text), .. others])
            file.MetadataProps.Add(new StringStringEntryProto { Key = name, Value = description });
        File.WriteAllBytes(_folder["old.onnx"], file.ToByteArray());
        var loaded = DataModel.Load(_folder["old.onnx"]);
        Assert.DoesNotContain(key, loaded.Metadata.Keys);
        Assert.Contains("onnxtrain.model", loaded.Metadata.Keys);
        return loaded;
    }
}
