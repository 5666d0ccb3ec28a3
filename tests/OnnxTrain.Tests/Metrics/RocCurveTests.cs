namespace OnnxTrain.Tests.Metrics;

public sealed class RocCurveTests
{
    // The example in scikit-learn's documentation of roc_curve and roc_auc_score.
    [Fact]
    public void The_curve_is_that_of_scikit_learn()
    {
        var curve = new RocCurve(Binary([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]), positive: 1);

        Assert.Equal([double.PositiveInfinity, 0.8, 0.4, 0.35, 0.1], curve.Points.Select(p => p.Threshold));
        Assert.Equal([0, 0, 0.5, 0.5, 1], curve.Points.Select(p => p.FalsePositiveRate));
        Assert.Equal([0, 0.5, 0.5, 1, 1], curve.Points.Select(p => p.TruePositiveRate));
        Assert.Equal(0.75, curve.AreaUnderCurve);
    }

    [Fact]
    public void Equal_probabilities_are_one_corner_and_count_half()
    {
        var curve = new RocCurve(Binary([0.5, 0.5, 0.5, 0.9], [0, 1, 1, 0]), positive: 1);

        Assert.Equal([new(double.PositiveInfinity, 0, 0), new(0.9, 0.5, 0), new(0.5, 1, 1)], curve.Points);
        Assert.Equal(0.25, curve.AreaUnderCurve);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_area_is_the_probability_of_a_higher_score(int classes)
    {
        var random = new Random(classes);
        var predictions = Predictions.OfClasses(
            [.. Enumerable.Range(0, 200 * classes).Select(_ => Math.Round(random.NextDouble(), 2))],
            [.. Enumerable.Range(0, 200).Select(_ => random.Next(classes))],
            classes);

        double[] areas = [.. Enumerable.Range(0, classes).Select(c => ByPairs(predictions, c))];

        for (var c = 0; c < classes; c++) Assert.Equal(areas[c], new RocCurve(predictions, c).AreaUnderCurve, 1e-12);
        Assert.Equal(classes == 2 ? areas[1] : areas.Average(), new RocAuc().Of(predictions), 1e-12);
    }

    [Fact]
    public void Without_rows_of_a_class_there_is_no_curve()
    {
        var predictions = Binary([0.1, 0.9], [1, 1]);

        Assert.False(RocCurve.Exists(predictions, 1));
        Assert.Contains(
            "Of 2 rows 2 are of class 1",
            Assert.Throws<ArgumentException>(() => new RocCurve(predictions, 1)).Message,
            StringComparison.Ordinal);
        Assert.True(double.IsNaN(new RocAuc().Of(predictions)));
    }

    [Fact]
    public void Numbers_have_no_curve() =>
        Assert.Throws<InvalidOperationException>(() => new RocCurve(Predictions.OfNumbers([1], [1]), 0));

    // Mann and Whitney's U: pairs of a row of the class and another, won, lost or tied.
    private static double ByPairs(Predictions predictions, int positive)
    {
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < predictions.RowCount; i++)
        {
            for (var j = 0; j < predictions.RowCount; j++)
            {
                if (predictions.Labels[i] != positive || predictions.Labels[j] == positive) continue;
                pairs++;
                sum +=
                    (
                        Math.Sign(
                            predictions.Outputs[(i * predictions.Width) + positive]
                                - predictions.Outputs[(j * predictions.Width) + positive]
                        ) + 1
                    ) / 2.0;
            }
        }

        return sum / pairs;
    }

    private static Predictions Binary(double[] scores, int[] labels) =>
        Predictions.OfClasses([.. scores.SelectMany(s => new[] { 1 - s, s })], labels, 2);
}
