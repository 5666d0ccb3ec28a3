namespace OnnxTrain.Tests.Metrics;

public sealed class CalibrationTests
{
    // 0.95 right, 0.85 wrong | 0.6 right: in two bins above 0.8 and up to 0.6, by hand:
    // |1 − 0.95|·1/4 + |0 − 0.85|·1/4 + |1/2 − 0.6|·2/4.
    private static readonly Predictions Four = Predictions.OfClasses(
        [0.05, 0.95, 0.85, 0.15, 0.6, 0.4, 0.4, 0.6],
        [1, 1, 0, 0],
        classes: 2);

    [Fact]
    public void The_expected_error_is_worked_out_by_hand()
    {
        var calibration = new Calibration(Four);

        Assert.Equal((0.05 + 0.85 + (2 * 0.1)) / 4, calibration.ExpectedError, 1e-12);
        Assert.Equal(0.85, calibration.LargestError, 1e-12);
        Assert.Equal(10, calibration.Bins.Count);
        Assert.Equal([0, 0, 0, 0, 0, 2, 0, 0, 1, 1], calibration.Bins.Select(b => b.Rows));
        Assert.Equal(0.5, calibration.Bins[5].Accuracy);
    }

    [Fact]
    public void One_bin_compares_the_accuracy_with_the_mean_probability() =>
        Assert.Equal(Math.Abs(0.5 - ((0.95 + 0.85 + 0.6 + 0.6) / 4)), new Calibration(Four, bins: 1).ExpectedError, 1e-12);

    [Fact]
    public void Probabilities_of_0_and_1_have_bins() =>
        Assert.Equal(0, new Calibration(Predictions.OfClasses([1, 0, 0, 1], [0, 1], 2)).ExpectedError);

    [Fact]
    public void Numbers_have_no_calibration() =>
        Assert.Throws<InvalidOperationException>(() => new Calibration(Predictions.OfNumbers([1], [1])));
}
