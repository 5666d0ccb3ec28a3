using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Distributions to draw the settings of one trial from. The same seed, trial and order of draws give the same settings.</summary>
public sealed class RandomDraw
{
    private const uint Use = 0x5EA2C4;

    private readonly RandomStream _stream;
    private ulong _position;

    internal RandomDraw(ulong seed, int trial) => _stream = new(seed, (ulong)trial, Use);

    /// <summary>A number between two, all equally likely.</summary>
    /// <exception cref="ArgumentException">The bounds are not finite, or the upper one is below the lower.</exception>
    public double Uniform(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || high < low)
            throw new ArgumentException($"A uniform draw lies between two finite numbers, the lower one first, not {low} and {high}.");
        return low + ((high - low) * Next());
    }

    /// <summary>
    /// A number between two whose logarithm is equally likely anywhere: as many between 0.001 and 0.01 as between 0.01 and 0.1.
    /// </summary>
    /// <exception cref="ArgumentException">The bounds are not positive and finite, or the upper one is below the lower.</exception>
    public double LogUniform(double low, double high)
    {
        if (!(low > 0) || !double.IsFinite(high) || high < low)
            throw new ArgumentException(
                $"A log-uniform draw lies between two positive numbers, the lower one first, not {low} and {high}.");
        return Math.Clamp(Math.Exp(Math.Log(low) + ((Math.Log(high) - Math.Log(low)) * Next())), low, high);
    }

    /// <summary>A whole number between two, both included, all equally likely.</summary>
    /// <exception cref="ArgumentException">The upper bound is below the lower.</exception>
    public int Integer(int low, int high)
    {
        if (high < low)
            throw new ArgumentException($"A draw of whole numbers lies between two, the lower one first, not {low} and {high}.");
        return (int)(low + (long)(((double)high - low + 1) * Next()));
    }

    /// <summary>One of some values, all equally likely.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public T Choice<T>(params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("There are no values to choose from.", nameof(values));
        return values[(int)(values.Count * Next())];
    }

    private double Next() => _stream.Uniform(_position++);
}
