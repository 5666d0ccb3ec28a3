namespace OnnxTrain.Tests.Metrics;

/// <summary>Metrics on cases worked out by hand.</summary>
public sealed class MetricTests
{
    private static readonly Predictions Classes = Predictions.OfClasses(
        [0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.3, 0.4, 0.3, 0.25, 0.25, 0.5], [0, 1, 2, 2], classes: 3);

    private static readonly Predictions Numbers = Predictions.OfNumbers([2.5, 0.0, 2, 8], [3, -0.5, 2, 7]);

    [Fact]
    public void Accuracy_is_the_part_that_is_right() => Assert.Equal(0.75, new Accuracy().Of(Classes));

    // The example of scikit-learn's f1_score; and one class that no row has and none is predicted as.
    [Theory]
    [InlineData(4 / 15.0, 3)]
    [InlineData(4 / 15.0, 4)]
    public void F1_is_the_mean_of_the_classes_as_in_scikit_learn(double expected, int classes)
    {
        int[] predicted = [0, 2, 1, 0, 0, 1];
        double[] probabilities = [.. predicted.SelectMany(p => Enumerable.Range(0, classes).Select(c => c == p ? 1.0 : 0))];
        Assert.Equal(expected, new F1Score().Of(Predictions.OfClasses(probabilities, [0, 1, 2, 0, 1, 2], classes)), 1e-15);
    }

    [Fact]
    public void Log_loss_is_the_mean_negative_logarithm() =>
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.8) + Math.Log(0.3) + Math.Log(0.5)) / 4, new LogLoss().Of(Classes), 1e-15);

    /// <summary>
    /// Two images of two pixels: (0.7, 0.3) of class 0 and (0.4, 0.6) of class 0, (0.1, 0.9) of class 1 and one that does not count.
    /// </summary>
    [Fact]
    public void Pixels_are_rows_to_every_metric()
    {
        double[] probabilities = [0.7, 0.4, 0.3, 0.6, 0.1, 0.5, 0.9, 0.5];
        var predictions = Predictions.OfPlaces(probabilities, [0, 0, 1, 9], classes: 2, places: 2, ignoreIndex: 9);
        Assert.Equal([0.7, 0.3, 0.4, 0.6, 0.1, 0.9], predictions.Outputs.ToArray());
        Assert.Equal([0, 0, 1], predictions.Labels.ToArray());
        Assert.Equal(2 / 3.0, new Accuracy().Of(predictions));
        Assert.Equal(0.5, new ConfusionMatrix(predictions).Recall(0));
        Assert.Equal([0.7, 0.3, 0.4, 0.6, 0.1, 0.9, 0.5, 0.5], Predictions.OfPlaces(probabilities, [0, 0, 1, 0], 2, 2).Outputs.ToArray());
        Assert.Throws<ArgumentException>(() => Predictions.OfPlaces(probabilities, [0, 0, 1], 2, 2));
        Assert.Contains(
            "all 4 are 9",
            Assert.Throws<ArgumentException>(() => Predictions.OfPlaces(probabilities, [9, 9, 9, 9], 2, 2, 9)).Message,
            StringComparison.Ordinal);
    }

    // The example of scikit-learn's r2_score.
    [Fact]
    public void R_squared_is_that_of_scikit_learn() => Assert.Equal(0.9486081370449679, new RSquared().Of(Numbers), 1e-15);

    [Fact]
    public void Rmse_is_in_the_units_of_the_target() => Assert.Equal(Math.Sqrt(0.375), new Rmse().Of(Numbers), 1e-15);

    [Fact]
    public void The_mean_absolute_error_is_that_of_scikit_learn() => Assert.Equal(0.5, new MeanAbsoluteError().Of(Numbers), 1e-15);

    [Fact]
    public void The_confusion_matrix_counts_true_by_predicted()
    {
        var matrix = new ConfusionMatrix(Classes);
        int[,] expected = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 1 } };
        for (var actual = 0; actual < 3; actual++)
        {
            for (var predicted = 0; predicted < 3; predicted++) Assert.Equal(expected[actual, predicted], matrix[actual, predicted]);
        }

        Assert.Equal(0.5, matrix.Precision(1));
        Assert.Equal(0.5, matrix.Recall(2));
    }

    [Fact]
    public void A_metric_of_the_other_task_is_refused() =>
        Assert.Contains(
            "regression",
            Assert.Throws<InvalidOperationException>(() => new Rmse().Of(Classes)).Message,
            StringComparison.Ordinal);
}
