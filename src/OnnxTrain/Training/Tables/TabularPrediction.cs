namespace OnnxTrain;

/// <summary>What a <see cref="TabularModel"/> predicts for one row.</summary>
/// <param name="Label">The name of the most probable class; null for regression.</param>
/// <param name="Probabilities">The probability of each class, in the model's order; empty for regression.</param>
/// <param name="Value">The predicted number; NaN for classification.</param>
public sealed record TabularPrediction(string? Label, IReadOnlyList<float> Probabilities, float Value)
{
    internal static TabularPrediction[] Rows(TabularModel model, TensorData[] outputs)
    {
        if (model.Task == ModelTask.Regression)
            return [.. outputs[0].As<float>().ToArray().Select(v => new TabularPrediction(null, [], v))];
        var width = model.Classes.Count;
        var probabilities = (float[])outputs[1].Elements;
        return
        [
            .. Enumerable
                .Range(0, probabilities.Length / width)
                .Select(row => new TabularPrediction(
                    outputs[0].LabelOf(row), probabilities[(row * width)..((row + 1) * width)], float.NaN)),
        ];
    }
}
