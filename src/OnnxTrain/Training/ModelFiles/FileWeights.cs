using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The weights that a model file holds, for comparison with the model that its metadata describe before that model gets memory.
/// </summary>
internal sealed class FileWeights
{
    /// <summary>Batch normalization may have been folded: up to five numbers for each channel are then not in the file.</summary>
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

    /// <summary>Compares variables that have no memory yet with the file.</summary>
    /// <exception cref="DataException">One has another shape there, or together they are far larger than all that the file
    /// holds.</exception>
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
                            + "and more, that the file does not hold; it was changed after its export.");
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
