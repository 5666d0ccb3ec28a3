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
        { "hidden", "[268435456]" },
        { "hidden", "[2147483647]" },
        { "hidden", "[4]" },
        { "hidden", "[3, 3]" },
        { "hidden", "[0]" },
        { "hidden", "[1e10]" },
        { "hidden", $"[{string.Join(',', Enumerable.Repeat("3", 100_000))}]" },
        { "activation", "\"99999999999\"" },
        { "activation", "\"0\"" },
        { "activation", "\"relu\"" },
        { "activation", "\"Relu, Tanh\"" },
        { "activation", "null" },
        { "dropout", "-1" },
        { "dropout", "1e308" },
        { "classes", "[\"p\"]" },
        { "classes", "[\"p\", \"p\"]" },
        { "classes", "[\"p\", null]" },
        { "classes", "[\"p\", \"q\\u0000\"]" },
        { "target_scale", "0" },
        { "target_mean", "1e308" },
        { "columns", "[]" },
        { "columns.0.name", "null" },
        { "columns.0.name", "\"\"" },
        { "columns.0.name", "\"b\"" },
        { "columns.0.name", "\"a\\u0000\"" },
        { "columns.0.kind", "\"99999999999\"" },
        { "columns.0.kind", "\"1\"" },
        { "columns.0.mean", "1e308" },
        { "columns.0.scale", "0" },
        { "columns.1.categories", "[]" },
        { "columns.1.categories", "[\"x\", \"x\"]" },
        { "columns.1.categories", "[null]" },
        { "columns.1.encoding", "\"Hash\"" },
    };

    public static TheoryData<string, string> Image => new()
    {
        { "height", "4096" },
        { "height", "2147483647" },
        { "height", "-1" },
        { "width", "65535" },
        { "channels", "2147483647" },
        { "axes", "\"99999999999\"" },
        { "axes", "\"0\"" },
        { "axes", "\"nhwc\"" },
        { "fit", "\"Stretch, Crop\"" },
        { "fit", "\"7\"" },
        { "network", "\"vgg11\"" },
        { "network", "\"none\"" },
        { "network", "null" },
        { "mean", "[1e308]" },
        { "deviation", "[0]" },
        { "classes", "[\"a\"]" },
        { "classes", "[\"a\", \"b\", \"c\"]" },
    };

    public static TheoryData<string, string> Members => new()
    {
        { "method", "\"1\"" },
        { "method", "\"99999999999\"" },
        { "members", "[0, 2]" },
        { "members", "[0, -1]" },
        { "members", "[0]" },
        { "members", $"[{string.Join(',', Enumerable.Repeat("0", 50_000))}]" },
        { "descriptions.0.hidden", "[268435456]" },
        { "descriptions.0.hidden", "[100000]" },
    };

    [Theory, MemberData(nameof(Tabular))]
    public void A_table_s_model_is_refused(string place, string json)
    {
        var model = TabularModel.Classifier(Table, "c", [3]);
        Refuses(TabularModel.Load, Edited(model, TabularSpec.MetadataKey, place, json));
    }

    [Theory, MemberData(nameof(Image))]
    public void A_model_of_images_is_refused(string place, string json)
    {
        var images = new Dataset(System.Numerics.Tensors.Tensor.Create(new byte[4 * 8 * 8], [4, 8, 8, 1]), [0, 1, 0, 1], 2);
        Refuses(
            path => ImageModel.Load(path),
            Edited(ImageModel.Classifier(images, ["a", "b"], "cnn"), ImageSpec.MetadataKey, place, json));
    }

    [Theory, MemberData(nameof(Members))]
    public void An_ensemble_is_refused(string place, string json)
    {
        var model = Ensemble.Of([TabularModel.Classifier(Table, "c", [3]), TabularModel.Classifier(Table, "c", [2])]);
        Refuses(TabularModel.Load, Edited(model, EnsembleSpec.MetadataKey, place, json));
    }

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
