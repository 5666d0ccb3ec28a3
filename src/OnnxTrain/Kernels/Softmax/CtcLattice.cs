namespace OnnxTrain.Kernels;

/// <summary>
/// The forward and backward sums of connectionist temporal classification for one row, in logarithms of float64. Its states are the labels
/// with a blank before, between and after them: state s is label s / 2 where s is odd.
/// </summary>
/// <param name="labels">The labels of the row.</param>
/// <param name="blank">The class of the blanks.</param>
/// <param name="alpha">Scratch of steps · states.</param>
/// <param name="beta">Scratch of twice the states.</param>
internal readonly ref struct CtcLattice(ReadOnlySpan<long> labels, int blank, Span<double> alpha, Span<double> beta)
{
    private readonly ReadOnlySpan<long> _labels = labels;
    private readonly Span<double> _alpha = alpha, _beta = beta;

    private int States => (2 * _labels.Length) + 1;

    /// <summary>
    /// −ln of the probability of the labels; and, into <paramref name="slopes"/> (zeros so far), its derivatives by each logarithm. Both
    /// matrices are [classes, width], of which the first <paramref name="steps"/> columns count.
    /// </summary>
    public double Run<T>(ReadOnlySpan<T> logarithms, int width, int steps, Span<T> slopes)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Forward(logarithms, width, steps);
        var last = _alpha.Slice((steps - 1) * States, States);
        var total = Log(last[^1], States > 1 ? last[^2] : double.NegativeInfinity, double.NegativeInfinity);
        if (!double.IsNegativeInfinity(total)) Backward(logarithms, width, steps, total, slopes);
        return -total;
    }

    // α_t(s) = ln p_t(s) + ln Σ e^α_{t−1} over s, s − 1 and, where that skips a blank between two different labels, s − 2
    private void Forward<T>(ReadOnlySpan<T> logarithms, int width, int steps)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        for (var t = 0; t < steps; t++)
        {
            var now = _alpha.Slice(t * States, States);
            var before = t == 0 ? default : _alpha.Slice((t - 1) * States, States);
            for (var s = 0; s < States; s++)
            {
                var into = t == 0 ? (s < 2 ? 0 : double.NegativeInfinity)
                    : Log(before[s], s > 0 ? before[s - 1] : double.NegativeInfinity, Skips(s) ? before[s - 2] : double.NegativeInfinity);
                now[s] = into + At(logarithms, width, s, t);
            }
        }
    }

    // β_t(s) = ln Σ e^(β_{t+1} + ln p_{t+1}) over s, s + 1 and s + 2; the slope of class c at t is −Σ e^(α + β − total) over the states of
    // c
    private void Backward<T>(ReadOnlySpan<T> logarithms, int width, int steps, double total, Span<T> slopes)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Span<double> now = _beta[..States], next = _beta.Slice(States, States);
        for (var t = steps - 1; t >= 0; t--)
        {
            for (var s = 0; s < States; s++)
            {
                now[s] =
                    t == steps - 1
                        ? (s >= States - 2 ? 0 : double.NegativeInfinity)
                        : Log(
                            next[s], s + 1 < States ? next[s + 1] : double.NegativeInfinity,
                            s + 2 < States && Skips(s + 2) ? next[s + 2] : double.NegativeInfinity);
                ref var slope = ref slopes[(Class(s) * width) + t];
                slope -= T.CreateTruncating(Math.Exp(_alpha[(t * States) + s] + now[s] - total));
                now[s] += At(logarithms, width, s, t);
            }

            var free = next;
            next = now;
            now = free;
        }
    }

    private int Class(int state) => state % 2 == 0 ? blank : (int)_labels[state / 2];

    private bool Skips(int state) => state % 2 == 1 && state >= 3 && _labels[state / 2] != _labels[(state / 2) - 1];

    private double At<T>(ReadOnlySpan<T> logarithms, int width, int state, int t)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => double.CreateTruncating(logarithms[(Class(state) * width) + t]);

    /// <summary>ln (eᵃ + eᵇ + eᶜ).</summary>
    private static double Log(double a, double b, double c)
    {
        var largest = Math.Max(a, Math.Max(b, c));
        return double.IsNegativeInfinity(largest)
            ? largest
            : largest + Math.Log(Math.Exp(a - largest) + Math.Exp(b - largest) + Math.Exp(c - largest));
    }
}
