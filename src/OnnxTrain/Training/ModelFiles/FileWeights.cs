using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The weights in a model file, to compare with the model that its metadata describe before memory is allocated for that model.
/// </summary>
internal sealed class FileWeights
{
    /// <summary>If batch normalization was folded, up to five numbers for each channel are not in the file.</summary>
    private const int MostAbsent = 8;

    private const long AlwaysAllowed = 1 << 12;

    private readonly string _path;
    private readonly Dictionary<string, long[]> _shapes;
    private readonly long _elements;

    public FileWeights(ModelProto file, string path)
    {
        _path = path;
        (_shapes, var bytes) = OnnxFile.Initializers(file);
        _elements = bytes / sizeof(float);
    }

    /// <summary>The number of initializers.</summary>
    public int Count => _shapes.Count;

    /// <summary>Compares variables, before they have memory, with the file.</summary>
    /// <exception cref="DataException">A variable has another shape in the file, or all variables together are far larger than the
    /// file.</exception>
    public void Require(IReadOnlyList<Variable> variables)
    {
        var absent = Int128.Zero;
        foreach (var variable in variables)
        {
            if (!_shapes.TryGetValue(variable.Name, out var shape))
            {
                absent += variable.Shape.Aggregate(Int128.One, (count, d) => Int128.Min(long.MaxValue, count * d.Size));
                if (absent > (MostAbsent * (Int128)_elements) + AlwaysAllowed)
                    throw new DataException(
                        $"{_path}: the description of the model in its metadata asks for weights '{variable.Name}' of {variable.Shape}, "
                            + "and more, that the file does not hold; it was changed after the export.");
            }
            else if (!variable.Shape.Select(d => d.Size).SequenceEqual(shape))
            {
                throw new DataException(
                    $"{_path}: the weights '{variable.Name}' are [{string.Join(", ", shape)}]; the description of the model in its "
                        + $"metadata asks for {variable.Shape}. The file was changed after its export.");
            }
        }
    }
}
