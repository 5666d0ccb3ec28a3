using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Draws the settings of one trial from distributions. The same seed, trial and order of draws give the same settings.</summary>
public sealed class RandomDraw
{
    private const uint Use = 0x5EA2C4;

    private readonly RandomStream _stream;
    private ulong _position;

    internal RandomDraw(ulong seed, int trial) => _stream = new(seed, (ulong)trial, Use);

    /// <summary>Draws a number from a uniform distribution.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite, or the upper one is below the lower.</exception>
    public double Uniform(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || high < low)
            throw new ArgumentException($"The bounds of a uniform draw must be finite, the lower one first; they are {low} and {high}.");
        return low + ((high - low) * Next());
    }

    /// <summary>
    /// Draws a number whose logarithm is uniformly distributed: between 0.001 and 0.01 is as likely as between 0.01 and 0.1.
    /// </summary>
    /// <exception cref="ArgumentException">The bounds are not positive and finite, or the upper one is below the lower.</exception>
    public double LogUniform(double low, double high)
    {
        if (!(low > 0) || !double.IsFinite(high) || high < low)
            throw new ArgumentException(
                $"The bounds of a log-uniform draw must be positive, the lower one first; they are {low} and {high}.");
        return Math.Clamp(Math.Exp(Math.Log(low) + ((Math.Log(high) - Math.Log(low)) * Next())), low, high);
    }

    /// <summary>Draws an integer from a uniform distribution, both bounds included.</summary>
    /// <exception cref="ArgumentException">The upper bound is below the lower.</exception>
    public int Integer(int low, int high)
    {
        if (high < low)
            throw new ArgumentException($"The lower bound of an integer draw must come first; the bounds are {low} and {high}.");
        return (int)(low + (long)(((double)high - low + 1) * Next()));
    }

    /// <summary>Draws one of the values, all with the same probability.</summary>
    /// <exception cref="ArgumentException">There are no values.</exception>
    public T Choice<T>(params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("There are no values to choose from.", nameof(values));
        return values[(int)(values.Count * Next())];
    }

    private double Next() => _stream.Uniform(_position++);
}
