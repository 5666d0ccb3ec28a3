using System.Runtime.InteropServices;
using Google.Protobuf;
using OnnxTrain.Onnx;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Damage to exported files.</summary>
internal static class OnnxEdit
{
    /// <summary>Exports the model, and lets <paramref name="edit"/> change the file past every check.</summary>
    public static void ExportEdited(this Model model, string path, Action<ModelProto> edit)
    {
        var proto = model.ToOnnx();
        edit(proto);
        File.WriteAllBytes(path, proto.ToByteArray());
    }

    public static TensorProto Initializer(this ModelProto model, string name) => model.Graph.Initializer.Single(t => t.Name == name);

    public static NodeProto Node(this ModelProto model, string opType) => model.Graph.Node.First(n => n.OpType == opType);

    public static ValueInfoProto Input(this ModelProto model, string name) => model.Graph.Input.Single(i => i.Name == name);

    /// <summary>The strings of the constant that a node reads first.</summary>
    public static Google.Protobuf.Collections.RepeatedField<ByteString> Strings(this ModelProto model, NodeProto node) =>
        model.Initializer(node.Input[0]).StringData;

    public static void SetFloat(this TensorProto tensor, int index, Func<float, float> change)
    {
        var bytes = tensor.RawData.ToByteArray();
        var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
        floats[index] = change(floats[index]);
        tensor.RawData = ByteString.CopyFrom(bytes);
    }
}
