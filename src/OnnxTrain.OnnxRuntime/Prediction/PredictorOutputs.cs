namespace OnnxTrain;

/// <summary>Which outputs of a file tell the prediction, and how.</summary>
internal sealed class PredictorOutputs
{
    private readonly bool _classifies;

    /// <exception cref="DataException">The file has none that are known.</exception>
    public PredictorOutputs(IReadOnlyList<OnnxTensorInfo> outputs, string file)
    {
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

    public IEnumerable<OnnxPrediction> Rows(TensorData[] results, int rows)
    {
        var numbers = Floats(results[^1]);
        var width = numbers.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            var part = numbers[(row * width)..((row + 1) * width)];
            yield return _classifies ? new(results[0].LabelOf(row), part, []) : new(null, [], part);
        }
    }

    private static float[] Floats(TensorData tensor) => tensor.Elements is double[] doubles
        ? Array.ConvertAll(doubles, number => (float)number)
        : (float[])tensor.Elements;
}
