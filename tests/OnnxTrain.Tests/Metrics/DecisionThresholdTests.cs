namespace OnnxTrain.Tests.Metrics;

public class DecisionThresholdTests
{
    public static TheoryData<Metric> Known => [new Accuracy(), new F1Score(), new BalancedAccuracy()];

    /// <summary>No other threshold of a fine grid is better.</summary>
    [Theory]
    [MemberData(nameof(Known))]
    public void The_threshold_is_the_best_of_all(Metric metric)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var predictions = Drawn(rows: 60, seed);
            var best = DecisionThreshold.Best(predictions, metric);
            Assert.InRange(best, 0, 1);
            Assert.Equal((float)best, best);
            var value = metric.Of(predictions.WithThreshold(best));
            for (var t = 0.001; t < 1; t += 0.001) Assert.True(metric.Of(predictions.WithThreshold(t)) <= value);
        }
    }

    /// <summary>Four of the rows are of the second class: recall 4/4 and 5/6.</summary>
    [Fact]
    public void Labels_accuracy_and_confusions_follow_the_threshold()
    {
        double[] second = [0.1, 0.2, 0.25, 0.3, 0.35, 0.45, 0.31, 0.4, 0.6, 0.8];
        var predictions = Predictions.OfClasses([.. second.SelectMany(p => (double[])[1 - p, p])], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1], 2);
        Assert.Null(predictions.Threshold);
        Assert.Equal(0.8, new Accuracy().Of(predictions), 12);

        var low = predictions.WithThreshold(0.305);
        Assert.Equal(0.305, low.Threshold);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], Enumerable.Range(0, 10).Select(low.PredictedClass));
        Assert.Equal(0.8, new Accuracy().Of(low), 12);
        Assert.Equal(((4.0 / 6) + 1) / 2, new BalancedAccuracy().Of(low), 12);
        Assert.Equal(0.75, new BalancedAccuracy().Of(predictions), 12);
        Assert.Equal(2, new ConfusionMatrix(low)[0, 1]);
        Assert.Equal(new LogLoss().Of(predictions), new LogLoss().Of(low));
    }

    [Fact]
    public void More_than_two_classes_are_refused() => Assert.Contains(
        "two classes, and there are 3",
        Assert.Throws<InvalidOperationException>(
            () => DecisionThreshold.Best(Predictions.OfClasses([0.2, 0.3, 0.5], [1], 3), new Accuracy())).Message,
        StringComparison.Ordinal);

    private static Predictions Drawn(int rows, int seed)
    {
        var random = new Random(seed);
        double[] second = [.. Enumerable.Range(0, rows).Select(_ => Math.Round(random.NextDouble() * 0.6, 3))];
        int[] labels = [.. second.Select(p => random.NextDouble() < 1.4 * p ? 1 : 0)];
        return Predictions.OfClasses([.. second.SelectMany(p => (double[])[1 - p, p])], labels, 2);
    }
}
