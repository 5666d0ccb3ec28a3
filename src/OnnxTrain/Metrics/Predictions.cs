namespace OnnxTrain;

/// <summary>What a model predicted for some rows, beside what was true: what metrics are computed from.</summary>
public sealed class Predictions
{
    private readonly double[] _outputs;
    private readonly int[] _labels;
    private readonly double[] _targets;

    private Predictions(double[] outputs, int[] labels, double[] targets, int width) =>
        (_outputs, _labels, _targets, Width) = (outputs, labels, targets, width);

    /// <summary>The number of rows.</summary>
    public int RowCount => _outputs.Length / Width;

    /// <summary>The number of outputs of a row: classes, or predicted numbers.</summary>
    public int Width { get; }

    /// <summary>Whether the outputs are probabilities of classes.</summary>
    public bool IsClassification => _labels.Length > 0;

    /// <summary>The outputs row after row, [rows, width]: probabilities, or predictions in the targets' units.</summary>
    public ReadOnlySpan<double> Outputs => _outputs;

    /// <summary>The true class of each row; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The true numbers row after row, [rows, width]; empty for classification.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>Probabilities [rows, classes] and true classes [rows].</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Predictions OfClasses(double[] probabilities, int[] labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Length > 0 && probabilities.Length == (long)labels.Length * classes
            ? new(probabilities, labels, [], classes)
            : throw new ArgumentException($"{probabilities.Length} probabilities of {classes} classes do not fit {labels.Length} labels.");
    }

    /// <summary>Predicted and true numbers, both [rows, width].</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Predictions OfNumbers(double[] predictions, double[] targets, int width = 1)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return predictions.Length > 0 && predictions.Length == targets.Length && predictions.Length % width == 0
            ? new(predictions, [], targets, width)
            : throw new ArgumentException($"{predictions.Length} predictions do not fit {targets.Length} targets, {width} to a row.");
    }

    /// <summary>The class with the largest probability in a row, the first of equals.</summary>
    public int PredictedClass(int row)
    {
        var probabilities = Outputs.Slice(row * Width, Width);
        var best = 0;
        for (var i = 1; i < Width; i++)
        {
            if (probabilities[i] > probabilities[best]) best = i;
        }

        return best;
    }

    internal void Require(bool classification, string metric)
    {
        if (classification != IsClassification)
            throw new InvalidOperationException($"{metric} is a metric of {(classification ? "classification" : "regression")}.");
    }
}
