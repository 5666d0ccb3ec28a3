namespace OnnxTrain;

/// <summary>Which outputs of a file tell the prediction, and how.</summary>
internal sealed class PredictorOutputs
{
    private readonly bool _classifies;
    private readonly string _file;

    /// <exception cref="DataException">The file has none that are known.</exception>
    public PredictorOutputs(IReadOnlyList<OnnxTensorInfo> outputs, string file)
    {
        _file = file;
        _classifies = Has("label", "string", "int64") && Has("probabilities", "float32", "float64");
        string[] numbers = ["prediction", "output"];
        Names = _classifies ? ["label", "probabilities"]
            : numbers.FirstOrDefault(n => Has(n, "float32", "float64")) is { } name ? [name]
            : throw new DataException(
                $"{file} has no outputs that tell a prediction: either 'label' and 'probabilities', or 'prediction'. "
                + $"The outputs of the file: {string.Join(", ", outputs.Select(o => o.ToString()))}.");

        bool Has(string name, params ReadOnlySpan<string> types)
        {
            foreach (var output in outputs)
            {
                if (output.Name == name && types.Contains(output.ElementType)) return true;
            }

            return false;
        }
    }

    /// <summary>The outputs to ask for.</summary>
    public string[] Names { get; }

    /// <summary>The predictions in the outputs of a run.</summary>
    /// <param name="results">The outputs, as <see cref="Names"/> says.</param>
    /// <param name="rows">The rows that the file was run on.</param>
    /// <param name="classes">The classes that probabilities are of; 0 if they are not known.</param>
    /// <exception cref="DataException">The outputs are not those of so many rows and classes.</exception>
    public IReadOnlyList<OnnxPrediction> Rows(TensorData[] results, int rows, int classes = 0)
    {
        var numbers = Floats(results[^1]);
        var width = numbers.Length / rows;
        if (width * rows != numbers.Length || width == 0) throw Misfit(Names[^1], results[^1], rows);
        if (_classifies && results[0].Elements.Length != rows) throw Misfit(Names[0], results[0], rows);
        if (_classifies && results[0].Elements is not (string[] or long[])) throw Misfit(Names[0], results[0], rows);
        if (_classifies && classes > 0 && width != classes)
            throw new DataException(
                $"{_file}: the output '{Names[^1]}' is {results[^1].Type} for {rows} rows, and the file names {classes} classes; it was "
                    + "changed after its export.");
        var predictions = new OnnxPrediction[rows];
        for (var row = 0; row < rows; row++)
        {
            var part = numbers[(row * width)..((row + 1) * width)];
            predictions[row] = _classifies ? new(results[0].LabelOf(row), part, []) : new(null, [], part);
        }

        return predictions;
    }

    private DataException Misfit(string output, TensorData result, int rows) =>
        new(
            $"{_file}: the output '{output}' is {result.Type} for {rows} rows, which is no prediction for each; the file was changed "
                + "after its export.");

    private float[] Floats(TensorData tensor) => tensor.Type.ElementType.IsFloat()
        ? Array.ConvertAll(tensor.Numbers(), number => (float)number)
        : throw new DataException($"{_file}: the output '{Names[^1]}' is {tensor.Type}; predictions are float32 or float64.");
}
