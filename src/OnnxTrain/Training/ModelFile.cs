using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Opens ONNX files that users name.</summary>
internal static class ModelFile
{
    /// <exception cref="DataException">There is no such file, or it is no ONNX model.</exception>
    public static ModelProto Read(string path)
    {
        using var stream = DataFile.Open(path);
        try
        {
            return OnnxFile.Read(stream, path);
        }
        catch (InvalidDataException e)
        {
            throw new DataException(e.Message, e);
        }
    }
}
