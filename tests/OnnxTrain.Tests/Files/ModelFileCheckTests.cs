using Google.Protobuf;
using OnnxTrain.Onnx;
using static OnnxTrain.Onnx.TensorProto.Types;

namespace OnnxTrain.Tests.Files;

/// <summary>A model file that claims sizes which it does not hold is refused before anything takes memory for them.</summary>
public class ModelFileCheckTests
{
    private const long Giant = 1L << 40;

    /// <summary>Each kind of place where a size or a name stands.</summary>
    private static readonly Dictionary<string, Action<ModelProto>> Harms = new(StringComparer.Ordinal)
    {
        ["float initializer"] = m => m.Graph.Initializer.Add(Tensor(DataType.Float, [1, Giant])),
        ["float initializer one element short"] = m => m.Graph.Initializer.Add(Tensor(DataType.Float, [3], new byte[8])),
        ["string initializer"] = m => m.Graph.Initializer.Add(Tensor(DataType.String, [Giant])),
        ["int4 initializer"] = m => m.Graph.Initializer.Add(Tensor((DataType)22, [Giant], new byte[8])),
        ["negative axis"] = m => m.Graph.Initializer.Add(Tensor(DataType.Float, [-1, -8], new byte[32])),
        ["product that overflows"] = m => m.Graph.Initializer.Add(Tensor(DataType.Float, [1L << 32, 1L << 32])),
        ["product that overflows to the right one"] = m =>
            m.Graph.Initializer.Add(Tensor(DataType.Uint8, [(1L << 62) + 1, 4], new byte[4])),
        ["sparse initializer"] = m => m.Graph.SparseInitializer.Add(new SparseTensorProto { Dims = { Giant } }),
        ["constant node"] = m =>
            m.Graph.Node.Add(
                new NodeProto
                {
                    OpType = "Constant", Output = { "c" }, Attribute =
                    {
                        new AttributeProto { Name = "value", T = Tensor(DataType.Float, [Giant]) },
                    },
                }),
        ["sparse constant node"] = m =>
            m.Graph.Node.Add(
                new NodeProto
                {
                    OpType = "Constant", Output = { "c" }, Attribute =
                    {
                        new AttributeProto
                        {
                            Name = "sparse_value", SparseTensor = new() { Dims = { Giant } },
                        },
                    },
                }),
        ["constant of a giant shape"] = m => Expand(m, "ConstantOfShape", [Giant], 0),
        ["giant expansion"] = m => Expand(m, "Expand", [1 << 14, 1 << 14], 1),
        ["giant tiles"] = m => Expand(m, "Tile", [Giant, 1], 1),
        ["giant padding"] = m => Expand(m, "Pad", [0, Giant], 1),
        ["giant range"] = m => Expand(m, "Range", [Giant], 1),
        ["constant of a shape from a node"] = m =>
        {
            var shape = Tensor(DataType.Int64, [1], BitConverter.GetBytes(Giant));
            m.Graph.Node.Add(
                new NodeProto
                {
                    OpType = "Constant", Output = { "s" }, Attribute =
                    {
                        new AttributeProto { Name = "value", T = shape },
                    },
                });
            m.Graph.Node.Add(
                new NodeProto
                {
                    OpType = "ConstantOfShape", Input = { "s" }, Output = { "t" },
                });
        },
        ["in the branch of a condition"] = m =>
        {
            var branch = new GraphProto { Initializer = { Tensor(DataType.Float, [Giant]) } };
            m.Graph.Node.Add(new NodeProto { OpType = "If", Attribute = { new AttributeProto { Name = "then_branch", G = branch } } });
        },
        ["declared value"] = m => m.Graph.ValueInfo.Add(Declared(Giant)),
        ["declared input"] = m => m.Graph.Input.Add(Declared(1 << 20, 1 << 20)),
        ["declared output"] = m => m.Graph.Output.Add(Declared(-2)),
        ["NUL in metadata"] = m => m.MetadataProps.Add(new StringStringEntryProto { Key = "a\0b", Value = "x" }),
        ["NUL in an input"] = m => m.Graph.Input[0].Name = "x\0",
        ["NUL in an initializer"] = m => m.Graph.Initializer[0].Name = "w\0",
        ["NUL in a node's output"] = m => m.Graph.Node[0].Output[0] = "y\0",
    };

    private static readonly Dictionary<string, Action<ModelProto>> Harmless = new(StringComparer.Ordinal)
    {
        ["nothing"] = _ => { },
        ["an empty tensor"] = m => m.Graph.Initializer.Add(Tensor(DataType.Float, [0, Giant])),
        ["packed int4"] = m => m.Graph.Initializer.Add(Tensor((DataType)22, [16], new byte[8])),
        ["typed data"] = m =>
            m.Graph.Initializer.Add(
                new TensorProto
                {
                    Name = "t", DataType = (int)DataType.Float16, Dims = { 2 }, Int32Data = { 1, 2 },
                }),
        ["complex numbers"] = m =>
            m.Graph.Initializer.Add(
                new TensorProto
                {
                    Name = "t", DataType = (int)DataType.Complex64, Dims = { 1 }, FloatData = { 1, 2 },
                }),
        ["data in another file"] = m =>
            m.Graph.Initializer.Add(
                new TensorProto
                {
                    Name = "t", DataType = (int)DataType.Float, Dims = { Giant }, DataLocation = TensorProto.Types.DataLocation.External,
                }),
        ["a shape of −1"] = m => Expand(m, "Expand", [-1, 1 << 20], 1),
    };

    public static TheoryData<string> HarmNames => [.. Harms.Keys];

    public static TheoryData<string> HarmlessNames => [.. Harmless.Keys];

    [Theory, MemberData(nameof(HarmNames))]
    public void Claims_are_refused(string harm)
    {
        var model = Good();
        Harms[harm](model);
        var refused = Assert.Throws<InvalidDataException>(() => OnnxFile.Read(new MemoryStream(model.ToByteArray()), "m.onnx"));
        Assert.StartsWith("m.onnx: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', refused.Message);
    }

    [Theory, MemberData(nameof(HarmlessNames))]
    public void What_a_file_may_hold_is_read(string what)
    {
        var model = Good();
        Harmless[what](model);
        Assert.Equal(model, OnnxFile.Read(new MemoryStream(model.ToByteArray()), "m.onnx"));
    }

    private static ModelProto Good() => Model.Classifier(new Linear(2, 3), Value.Input("x", ElementType.Float32, ["batch", 2]), 3).ToOnnx();

    private static TensorProto Tensor(DataType type, long[] dims, byte[]? data = null) =>
        new() { Name = "t", DataType = (int)type, Dims = { dims }, RawData = ByteString.CopyFrom(data ?? []) };

    private static void Expand(ModelProto model, string op, long[] sizes, int input)
    {
        model.Graph.Initializer.Add(Tensor(DataType.Int64, [sizes.Length], [.. sizes.SelectMany(BitConverter.GetBytes)]));
        model.Graph.Initializer[^1].Name = "sizes";
        var node = new NodeProto { OpType = op, Output = { "grown" } };
        node.Input.AddRange(Enumerable.Repeat("x", input));
        node.Input.Add("sizes");
        model.Graph.Node.Add(node);
    }

    private static ValueInfoProto Declared(params long[] sizes)
    {
        var shape = new TensorShapeProto();
        foreach (var size in sizes) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new() { Name = "v", Type = new() { TensorType = new() { ElemType = (int)DataType.String, Shape = shape } } };
    }
}
