namespace OnnxTrain;

/// <summary>A confusion matrix: how often each true class was predicted as each class.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    /// <summary>Creates the confusion matrix of predictions.</summary>
    /// <param name="predictions">Predictions of a classifier.</param>
    public ConfusionMatrix(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, "The confusion matrix");
        Classes = predictions.Width;
        _counts = new int[Classes * Classes];
        for (var row = 0; row < predictions.RowCount; row++)
            _counts[(predictions.Labels[row] * Classes) + predictions.PredictedClass(row)]++;
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of rows of class <paramref name="actual"/> that were predicted as <paramref name="predicted"/>.</summary>
    public int this[int actual, int predicted] => _counts[(actual * Classes) + predicted];

    /// <summary>The fraction of the rows predicted as <paramref name="c"/> that belong to it; 0 if there are none.</summary>
    public double Precision(int c) => Part(c, Enumerable.Range(0, Classes).Sum(actual => this[actual, c]));

    /// <summary>The fraction of the rows of <paramref name="c"/> that are predicted as such; 0 if there are none.</summary>
    public double Recall(int c) => Part(c, Enumerable.Range(0, Classes).Sum(predicted => this[c, predicted]));

    private double Part(int c, int total) => total == 0 ? 0 : (double)this[c, c] / total;
}
