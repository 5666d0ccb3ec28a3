namespace OnnxTrain;

/// <summary>Instance normalization of sequences [batch, channels, length]; see <see cref="InstanceNorm"/>.</summary>
public sealed class InstanceNorm1d : InstanceNorm
{
    /// <summary>Creates a layer.</summary>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="affine">Whether each channel has a learned weight, initially 1, and a learned bias, initially 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is below 1.</exception>
    public InstanceNorm1d(int channels, double epsilon = 1e-5, bool affine = false)
        : base(channels, epsilon, affine)
    {
    }

    private protected override int Rank => 3;
}
