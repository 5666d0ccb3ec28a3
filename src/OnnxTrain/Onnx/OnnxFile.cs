using Google.Protobuf;

namespace OnnxTrain.Onnx;

/// <summary>Model files on disk.</summary>
internal static class OnnxFile
{
    /// <summary>Writes the file completely or not at all.</summary>
    public static void Write(ModelProto model, string path) => AtomicFile.Write(path, model.WriteTo);

    /// <summary>The bytes of the file.</summary>
    public static byte[] Bytes(ModelProto model) => model.ToByteArray();

    /// <summary>The shapes of its initializers by name, and the bytes of all of them.</summary>
    public static (Dictionary<string, long[]> Shapes, long Bytes) Initializers(ModelProto model) => (
        model.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name, t => t.Dims.ToArray(), StringComparer.Ordinal),
        model.Graph.Initializer.Sum(t => (long)t.RawData.Length));

    /// <summary>The nodes of its graph.</summary>
    public static int NodeCount(ModelProto model) => model.Graph.Node.Count;

    /// <exception cref="InvalidDataException">The file is not an ONNX model.</exception>
    public static ModelProto Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <exception cref="InvalidDataException">The stream does not hold an ONNX model; the message calls it
    /// <paramref name="name"/>.</exception>
    public static ModelProto Read(Stream stream, string name)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is null) throw new InvalidDataException($"{name}: this is not an ONNX model: it holds no graph.");
            ModelFileCheck.Require(model, name);
            return model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{name}: this is not an ONNX model, or it is truncated.", e);
        }
    }
}
