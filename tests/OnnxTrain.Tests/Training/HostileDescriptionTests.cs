using System.Text.Json.Nodes;
using Google.Protobuf;
using OnnxTrain.Onnx;
using OnnxTrain.Tests.Data;

namespace OnnxTrain.Tests.Training;

/// <summary>
/// The description of a model in the metadata of its file is not believed before it is compared with the weights beside it.
/// </summary>
public sealed class HostileDescriptionTests : IDisposable
{
    private const long MostBytes = 20 << 20;

    private readonly TemporaryFolder _folder = new();

    private static readonly CsvTable Table = CsvTable.Parse("a,b,c\n1,x,p\n2,y,q\n3,x,p\n4,y,q\n");

    public void Dispose() => _folder.Dispose();

    /// <summary>A member of the description by its path, and what is put there.</summary>
    public static TheoryData<string, string> Tabular => new()
    {
        { "network.hidden", "[268435456]" },
        { "network.hidden", "[2147483647]" },
        { "network.hidden", "[4]" },
        { "network.hidden", "[3, 3]" },
        { "network.hidden", "[0]" },
        { "network.hidden", "[1e10]" },
        { "network.hidden", $"[{string.Join(',', Enumerable.Repeat("3", 100_000))}]" },
        { "network.activation", "\"99999999999\"" },
        { "network.activation", "\"0\"" },
        { "network.activation", "\"relu\"" },
        { "network.activation", "\"Relu, Tanh\"" },
        { "network.activation", "null" },
        { "network.dropout", "-1" },
        { "network.dropout", "1e308" },
        { "targets.0.classes", "[\"p\"]" },
        { "targets.0.classes", "[\"p\", \"p\"]" },
        { "targets.0.classes", "[\"p\", null]" },
        { "targets.0.classes", "[\"p\", \"q\\u0000\"]" },
        { "targets", "[]" },
        { "targets.0.kind", "\"colour\"" },
        { "targets.0.weight", "0" },
        { "targets.0.weight", "-1" },
        { "version", "3" },
        { "version", "\"2\"" },
        { "network.kind", "\"image\"" },
        { "network.kind", "\"own\"" },
        { "network", "null" },
        { "features", "[]" },
        { "features.0.name", "null" },
        { "features.0.name", "\"\"" },
        { "features.0.name", "\"b\"" },
        { "features.0.name", "\"a\\u0000\"" },
        { "features.0.kind", "\"99999999999\"" },
        { "features.0.kind", "\"1\"" },
        { "features.0.mean", "1e308" },
        { "features.0.scale", "0" },
        { "features.1.categories", "[]" },
        { "features.1.categories", "[\"x\", \"x\"]" },
        { "features.1.categories", "[null]" },
        { "features.1.encoding", "\"Hash\"" },
    };

    public static TheoryData<string, string> Image => new()
    {
        { "features.0.height", "4096" },
        { "features.0.height", "2147483647" },
        { "features.0.height", "-1" },
        { "features.0.width", "65535" },
        { "features.0.channels", "2147483647" },
        { "features.0.axes", "\"99999999999\"" },
        { "features.0.axes", "\"0\"" },
        { "features.0.axes", "\"nhwc\"" },
        { "features.0.fit", "\"Stretch, Crop\"" },
        { "features.0.fit", "\"7\"" },
        { "network.network", "\"vgg11\"" },
        { "network.network", "\"none\"" },
        { "network.network", "null" },
        { "features.0.mean", "[1e308]" },
        { "features.0.deviation", "[0]" },
        { "targets.0.classes", "[\"a\"]" },
        { "targets.0.classes", "[\"a\", \"b\", \"c\"]" },
    };

    public static TheoryData<string, string> Members => new()
    {
        { "method", "\"1\"" },
        { "method", "\"99999999999\"" },
        { "members", "[0, 2]" },
        { "members", "[0, -1]" },
        { "members", "[0]" },
        { "members", $"[{string.Join(',', Enumerable.Repeat("0", 50_000))}]" },
        { "descriptions.0.network.hidden", "[268435456]" },
        { "descriptions.0.network.hidden", "[100000]" },
    };

    [Theory, MemberData(nameof(Tabular))]
    public void A_table_s_model_is_refused(string place, string json)
    {
        var model = TabularModel.Classifier(Table, "c", [3]);
        Refuses(TabularModel.Load, Edited(model, ModelDescription.MetadataKey, place, json));
    }

    [Theory, MemberData(nameof(Image))]
    public void A_model_of_images_is_refused(string place, string json)
    {
        var images = new Dataset(System.Numerics.Tensors.Tensor.Create(new byte[4 * 8 * 8], [4, 8, 8, 1]), [0, 1, 0, 1], 2);
        Refuses(
            path => ImageModel.Load(path),
            Edited(ImageModel.Classifier(images, ["a", "b"], "cnn"), ModelDescription.MetadataKey, place, json));
    }

    [Theory, MemberData(nameof(Members))]
    public void An_ensemble_is_refused(string place, string json)
    {
        var model = Ensemble.Of([TabularModel.Classifier(Table, "c", [3]), TabularModel.Classifier(Table, "c", [2])]);
        Refuses(TabularModel.Load, Edited(model, EnsembleSpec.MetadataKey, place, json));
    }

    /// <summary>The number of a regressor's target, which a classifier has none of.</summary>
    [Theory]
    [InlineData("targets.0.scale", "0")]
    [InlineData("targets.0.mean", "1e308")]
    public void A_regressor_s_target_is_refused(string place, string json) =>
        Refuses(TabularModel.Load, Edited(TabularModel.Regressor(Table, "a", [3]), ModelDescription.MetadataKey, place, json));

    private static void Refuses(Func<string, Model> load, string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<DataException>(() => load(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes + (20 * new FileInfo(path).Length));
    }

    private string Edited(Model model, string key, string place, string json)
    {
        var file = model.ToOnnx();
        var property = file.MetadataProps.Single(p => p.Key == key);
        var root = JsonNode.Parse(property.Value)!;
        var (node, parts) = (root, place.Split('.'));
        foreach (var part in parts[..^1]) node = int.TryParse(part, out var index) ? node[index]! : node[part]!;
        node[parts[^1]] = JsonNode.Parse(json);
        property.Value = root.ToJsonString();
        var path = Path.Combine(_folder.Path, "m.onnx");
        File.WriteAllBytes(path, file.ToByteArray());
        return path;
    }
}
