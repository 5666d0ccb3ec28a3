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
        var folder = Path.GetDirectoryName(path);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}.");
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            using (var stream = file)
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
