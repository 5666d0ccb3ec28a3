namespace OnnxTrain;

/// <summary>
/// Temperature scaling: the probabilities softmax(z / T) of logits z, with the temperature T that gives held-back rows the lowest log loss
/// (Guo et al., 2017, «On Calibration of Modern Neural Networks»). T above 1 makes probabilities less sure. The most
/// probable class stays.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>The bounds of a temperature that is found.</summary>
    private const double Lowest = 0.01, Highest = 100;

    /// <summary>Half of the smallest positive float32, for probabilities that were rounded to 0.</summary>
    private const double Smallest = 7e-46;

    private const int MostSteps = 100;

    /// <summary>
    /// Finds the temperature. As a function of β = 1 / T the log loss is convex: its derivative is the mean over the rows of
    /// Σ softmax(β z)_c z_c − z_y, and the second derivative is the mean variance of z under softmax(β z).
    /// </summary>
    /// <param name="predictions">Predictions for rows that the model was not trained on, without a temperature.</param>
    /// <returns>
    /// The temperature, from 0.01 to 100; 1 if every row is predicted right, since the log loss has no minimum then.
    /// </returns>
    /// <exception cref="InvalidOperationException">The predictions are numbers, not classes.</exception>
    public static double Fit(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        predictions.Require(classification: true, "Temperature scaling");
        var logits = new double[predictions.Outputs.Length];
        for (var i = 0; i < logits.Length; i++) logits[i] = Math.Log(Math.Max(predictions.Outputs[i], Smallest));
        if (AllRight(predictions)) return 1;
        var (low, high) = (1 / Highest, 1 / Lowest);
        if (Slope(predictions, logits, low).First >= 0) return Highest;
        if (Slope(predictions, logits, high).First <= 0) return Lowest;
        var beta = 1.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (first, second) = Slope(predictions, logits, beta);
            if (first > 0) high = beta;
            else low = beta;

            // Newton's step, or the middle of the bracket where it would leave it.
            var next = beta - (first / second);
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (Math.Abs(next - beta) <= 1e-12 * beta) break;
            beta = next;
        }

        return 1 / beta;
    }

    private static bool AllRight(Predictions predictions)
    {
        for (var row = 0; row < predictions.RowCount; row++)
        {
            var probabilities = predictions.Outputs.Slice(row * predictions.Width, predictions.Width);
            var own = probabilities[predictions.Labels[row]];
            foreach (var probability in probabilities)
            {
                if (probability > own) return false;
            }
        }

        return true;
    }

    /// <summary>The first and second derivative of the mean log loss with respect to β.</summary>
    private static (double First, double Second) Slope(Predictions predictions, double[] logits, double beta)
    {
        var (width, first, second) = (predictions.Width, 0.0, 0.0);
        for (var row = 0; row < predictions.RowCount; row++)
        {
            var z = logits.AsSpan(row * width, width);
            var (largest, sum, mean, square) = (double.NegativeInfinity, 0.0, 0.0, 0.0);
            foreach (var logit in z) largest = Math.Max(largest, logit);
            foreach (var logit in z)
            {
                // Relative to the largest, so that sums of squares keep their digits.
                var (weight, distance) = (Math.Exp(beta * (logit - largest)), logit - largest);
                sum += weight;
                mean += weight * distance;
                square += weight * distance * distance;
            }

            mean /= sum;
            first += mean - (z[predictions.Labels[row]] - largest);
            second += (square / sum) - (mean * mean);
        }

        return (first / predictions.RowCount, second / predictions.RowCount);
    }
}
