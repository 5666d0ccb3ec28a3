using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Opens ONNX files.</summary>
internal static class ModelFile
{
    /// <exception cref="DataException">The file does not exist, or is not an ONNX model.</exception>
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

    /// <summary>Reads the values of variables from the initializers of the same names.</summary>
    /// <exception cref="DataException">One is missing, or of another shape.</exception>
    public static void ReadVariables(ModelProto file, IEnumerable<Variable> variables, string path)
    {
        var tensors = file.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (!tensors.TryGetValue(variable.Name, out var tensor))
                throw new DataException(
                    $"{path}: the weights '{variable.Name}' are missing from the file; it was changed after the export.");
            if (!variable.TryRead(tensor))
                throw new DataException(
                    $"{path}: the weights '{variable.Name}' do not have the model's shape {variable.Shape}; the file was changed after "
                        + "its export.");
        }
    }
}
