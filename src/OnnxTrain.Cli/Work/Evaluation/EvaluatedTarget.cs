namespace OnnxTrain.Cli;

/// <summary>The predictions of one target, with the truth.</summary>
/// <param name="Target">The target.</param>
/// <param name="Predictions">Predictions and truth.</param>
/// <param name="PlaceOf">Where a row is: its line in the table, or its file.</param>
internal sealed record EvaluatedTarget(Target Target, Predictions Predictions, Func<int, string> PlaceOf)
{
    /// <summary>Whether the target is a class.</summary>
    public bool IsClass => Target.Task == ModelTask.Classification;

    /// <summary>The metrics that are told.</summary>
    public IReadOnlyList<(string Name, double Value)> Metrics => IsClass
        ?
        [
            .. new Metric[] { new Accuracy(), new F1Score(), new LogLoss(), new RocAuc() }.Select(m => (m.Name, m.Of(Predictions))),
            ("calibration error", new Calibration(Predictions).ExpectedError),
        ]
        : [.. new Metric[] { new RSquared(), new Rmse(), new MeanAbsoluteError() }.Select(m => (m.Name, m.Of(Predictions)))];

    /// <summary>
    /// The rows whose prediction is wrong, or of a number all, the worst first: the surest mistake, or the largest error.
    /// </summary>
    public IReadOnlyList<int> Wrong() =>
    [
        .. Enumerable.Range(0, Predictions.RowCount)
            .Where(row => !IsClass || Predictions.PredictedClass(row) != Predictions.Labels[row])
            .OrderByDescending(Severity),
    ];

    /// <summary>The true value of a row, in words.</summary>
    public string Truth(int row) => IsClass ? Target.Classes[Predictions.Labels[row]] : Numbers.Invariant(Predictions.Targets[row]);

    /// <summary>The prediction for a row, in words.</summary>
    public string Predicted(int row) =>
        IsClass ? Target.Classes[Predictions.PredictedClass(row)] : Numbers.Invariant(Predictions.Outputs[row]);

    /// <summary>The probability of the predicted class, or the absolute error.</summary>
    public double Severity(int row) => IsClass
        ? Predictions.Outputs[(row * Predictions.Width) + Predictions.PredictedClass(row)]
        : Math.Abs(Predictions.Outputs[row] - Predictions.Targets[row]);

    /// <summary>The probabilities of the classes, or the number, that a file predicts for a target.</summary>
    public static IEnumerable<double> Outputs(Target target, Prediction prediction)
    {
        var own = prediction.Targets.Count > 0 ? prediction[target.Name] : prediction;
        return target.Task == ModelTask.Classification ? own.Probabilities.Select(number => (double)number) : [own.Value];
    }

    /// <summary>Combines what a file predicted for rows with the truth.</summary>
    /// <param name="target">The target.</param>
    /// <param name="outputs">The outputs for each row, one row after the other.</param>
    /// <param name="truth">The index of each row's class, or its number.</param>
    /// <param name="placeOf">Where a row is.</param>
    public static EvaluatedTarget Of(Target target, double[] outputs, double[] truth, Func<int, string> placeOf) =>
        new(
            target,
            target.Task == ModelTask.Classification
                ? Predictions.OfClasses(outputs, Array.ConvertAll(truth, label => (int)label), target.Classes.Count)
                    .WithThreshold((target as ClassTarget)?.Threshold)
                : Predictions.OfNumbers(outputs, truth),
            placeOf);
}
