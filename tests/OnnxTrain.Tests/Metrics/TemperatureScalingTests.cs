namespace OnnxTrain.Tests.Metrics;

public class TemperatureScalingTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(10, 3)]
    public void The_log_loss_is_lowest_at_the_temperature_that_is_found(int classes, int seed)
    {
        var (logits, labels) = Drawn(classes, rows: 300, temperature: 1.7, seed);
        var found = TemperatureScaling.Fit(Of(logits, labels, 1));

        var (best, lowest) = (0.0, double.PositiveInfinity);
        for (var t = 0.2; t < 20; t *= 1.0005)
        {
            if (LogLoss(logits, labels, t) is var loss && loss < lowest) (best, lowest) = (t, loss);
        }

        Assert.Equal(best, found, best * 1e-3);
        Assert.True(LogLoss(logits, labels, found) <= lowest + 1e-12);
    }

    /// <summary>Labels that are drawn from softmax(z / T) are calibrated by T.</summary>
    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_temperature_of_drawn_labels_is_found_again(double temperature)
    {
        var (logits, labels) = Drawn(classes: 4, rows: 40_000, temperature, seed: 5);
        Assert.Equal(temperature, TemperatureScaling.Fit(Of(logits, labels, 1)), temperature * 0.05);
        var after = new Calibration(Of(logits, labels, TemperatureScaling.Fit(Of(logits, labels, 1))));
        Assert.True(after.ExpectedError < 0.01, $"{after.ExpectedError}");
    }

    /// <summary>Where all rows are right, a lower temperature is always better, and none is the best.</summary>
    [Fact]
    public void Rows_that_are_all_right_leave_the_temperature_at_one() =>
        Assert.Equal(1, TemperatureScaling.Fit(Predictions.OfClasses([0.9, 0.1, 0.2, 0.8], [0, 1], 2)));

    [Fact]
    public void Rows_that_say_nothing_have_the_highest_temperature() =>
        Assert.Equal(100, TemperatureScaling.Fit(Predictions.OfClasses([0.9, 0.1, 0.1, 0.9], [1, 0], 2)));

    [Fact]
    public void Probabilities_of_zero_do_not_end_it() =>
        Assert.True(double.IsFinite(TemperatureScaling.Fit(Predictions.OfClasses([1, 0, 0, 1, 0.6, 0.4], [1, 1, 0], 2))));

    [Fact]
    public void Numbers_are_refused() => Assert.Contains(
        "metric of classification",
        Assert.Throws<InvalidOperationException>(() => TemperatureScaling.Fit(Predictions.OfNumbers([1], [2]))).Message,
        StringComparison.Ordinal);

    private static (double[] Logits, int[] Labels) Drawn(int classes, int rows, double temperature, int seed)
    {
        var random = new Random(seed);
        double[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => 6 * (random.NextDouble() - 0.5))];
        var labels = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var probabilities = Softmax(logits.AsSpan(row * classes, classes), temperature);
            var left = random.NextDouble();
            while (labels[row] < classes - 1 && (left -= probabilities[labels[row]]) > 0) labels[row]++;
        }

        return (logits, labels);
    }

    private static double LogLoss(double[] logits, int[] labels, double temperature)
    {
        var classes = logits.Length / labels.Length;
        return labels.Select((label, row) => -Math.Log(Softmax(logits.AsSpan(row * classes, classes), temperature)[label])).Average();
    }

    private static Predictions Of(double[] logits, int[] labels, double temperature)
    {
        var classes = logits.Length / labels.Length;
        double[] probabilities =
            [.. Enumerable.Range(0, labels.Length).SelectMany(row => Softmax(logits.AsSpan(row * classes, classes), temperature))];
        return Predictions.OfClasses(probabilities, labels, classes);
    }

    private static double[] Softmax(ReadOnlySpan<double> logits, double temperature)
    {
        double[] powers = [.. logits.ToArray().Select(z => Math.Exp(z / temperature))];
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
