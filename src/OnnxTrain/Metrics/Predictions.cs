namespace OnnxTrain;

/// <summary>Predictions of a model for some rows, with the true values: the input of metrics.</summary>
public sealed class Predictions
{
    private readonly double[] _outputs;
    private readonly int[] _labels;
    private readonly double[] _targets;

    private Predictions(double[] outputs, int[] labels, double[] targets, int width) =>
        (_outputs, _labels, _targets, Width) = (outputs, labels, targets, width);

    /// <summary>The number of rows.</summary>
    public int RowCount => _outputs.Length / Width;

    /// <summary>The number of outputs per row: classes, or predicted numbers.</summary>
    public int Width { get; }

    /// <summary>Whether the outputs are probabilities of classes.</summary>
    public bool IsClassification => _labels.Length > 0;

    /// <summary>The outputs in row-major order, [rows, width]: probabilities, or predictions in the targets' units.</summary>
    public ReadOnlySpan<double> Outputs => _outputs;

    /// <summary>
    /// The probability from which the second of two classes is predicted; null for the class with the largest probability.
    /// </summary>
    public double? Threshold { get; private init; }

    /// <summary>The true class of each row; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The true numbers in row-major order, [rows, width]; empty for classification.</summary>
    public ReadOnlySpan<double> Targets => _targets;

    /// <summary>Creates predictions from probabilities [rows, classes] and true classes [rows].</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Predictions OfClasses(double[] probabilities, int[] labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Length > 0 && probabilities.Length == (long)labels.Length * classes
            ? new(probabilities, labels, [], classes)
            : throw new ArgumentException($"{probabilities.Length} probabilities of {classes} classes do not fit {labels.Length} labels.");
    }

    /// <summary>
    /// Creates predictions from probabilities and true classes at each position in a row, such as each pixel. All positions of all rows
    /// become separate rows, so that metrics of classes apply to pixels.
    /// </summary>
    /// <param name="probabilities">The probabilities, [rows, classes, positions], as a network yields them.</param>
    /// <param name="labels">The true classes, [rows, positions].</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="places">The number of positions in a row, such as height · width.</param>
    /// <param name="ignoreIndex">The label of positions to ignore; null for none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or all positions are ignored.</exception>
    public static Predictions OfPlaces(
        ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classes, int places, int? ignoreIndex = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        if (probabilities.Length != (long)labels.Length * classes || labels.Length % places != 0)
            throw new ArgumentException(
                $"{probabilities.Length} probabilities of {classes} classes do not fit {labels.Length} labels, {places} per row.");
        var counted = ignoreIndex is { } ignored ? labels.Length - labels.Count(ignored) : labels.Length;
        if (counted == 0) throw new ArgumentException($"No label counts: all {labels.Length} are {ignoreIndex}.");
        var (rows, kept) = (new double[counted * classes], new int[counted]);
        var at = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignoreIndex) continue;
            var first = (i / places * classes * places) + (i % places);
            for (var c = 0; c < classes; c++) rows[(at * classes) + c] = probabilities[first + (c * places)];
            kept[at++] = labels[i];
        }

        return new(rows, kept, [], classes);
    }

    /// <summary>Creates predictions from predicted and true numbers, both [rows, width].</summary>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Predictions OfNumbers(double[] predictions, double[] targets, int width = 1)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        return predictions.Length > 0 && predictions.Length == targets.Length && predictions.Length % width == 0
            ? new(predictions, [], targets, width)
            : throw new ArgumentException($"{predictions.Length} predictions do not fit {targets.Length} targets, {width} per row.");
    }

    /// <summary>The same predictions with a threshold; null for the class with the largest probability.</summary>
    internal Predictions WithThreshold(double? threshold) =>
        threshold == Threshold ? this : new(_outputs, _labels, _targets, Width) { Threshold = threshold };

    /// <summary>
    /// The predicted class of a row: that with the largest probability, the first of equal ones, or by <see cref="Threshold"/>.
    /// </summary>
    public int PredictedClass(int row)
    {
        if (Threshold is { } threshold && Width == 2) return Outputs[(2 * row) + 1] >= threshold ? 1 : 0;
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
