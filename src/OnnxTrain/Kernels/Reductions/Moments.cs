using System.Numerics;
using System.Runtime.InteropServices;

namespace OnnxTrain.Kernels;

/// <summary>
/// Mean and variance of numbers that come in runs: each run's own, as deviations from its mean, joined by the formula of Chan, Golub and
/// LeVeque (1979), "Updating formulae and a pairwise algorithm for computing sample variances". A mean far from zero costs no digits.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct Moments
{
    private double _count;
    private double _squares;

    public double Mean { get; private set; }

    /// <summary>The mean square deviation from the mean; 0 of nothing.</summary>
    public readonly double Variance => _count > 0 ? _squares / _count : 0;

    /// <summary>The mean of the squares themselves.</summary>
    public readonly double MeanSquare => Variance + (Mean * Mean);

    public void Add<T>(T* x, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; count > 0; count -= Runs.Tile, x += Runs.Tile) AddTile(x, Math.Min(count, Runs.Tile));
    }

    private void AddTile<T>(T* x, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shift = Sums.Of(new ReadOnlySpan<T>(x, count)) / T.CreateTruncating(count);
        var (sum, squares) = Runs.Deviations(x, count, shift);

        // The shift is the mean rounded; what it lacks is in the sum.
        var rest = double.CreateTruncating(sum) / count;
        Join(count, double.CreateTruncating(shift) + rest, Math.Max(0, double.CreateTruncating(squares) - (rest * rest * count)));
    }

    private void Join(double count, double mean, double squares)
    {
        var total = _count + count;
        var step = mean - Mean;
        Mean += step * (count / total);
        _squares += squares + (step * step * _count * (count / total));
        _count = total;
    }
}
