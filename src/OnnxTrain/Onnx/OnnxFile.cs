using Google.Protobuf;

namespace OnnxTrain.Onnx;

/// <summary>Model files on disk.</summary>
internal static class OnnxFile
{
    /// <summary>
    /// Writes the file whole or not at all: a temporary file beside it, flushed to the disk, then renamed over it. What was
    /// there before stays until the last moment.
    /// </summary>
    public static void Write(ModelProto model, string path)
    {
        path = Path.GetFullPath(path);
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                model.WriteTo(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The file is not an ONNX model.</exception>
    public static ModelProto Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <exception cref="InvalidDataException">The stream does not hold an ONNX model; the message calls it <paramref name="name"/>.</exception>
    public static ModelProto Read(Stream stream, string name)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is null ? throw new InvalidDataException($"{name}: this is not an ONNX model: it holds no graph.") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException($"{name}: this is not an ONNX model, or it was cut short.", e);
        }
    }
}
