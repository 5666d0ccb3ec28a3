namespace OnnxTrain;

/// <summary>
/// Batch normalization of images [batch, channels, height, width]; height and width may be named axes; see <see cref="BatchNorm"/>.
/// </summary>
public sealed class BatchNorm2d : BatchNorm
{
    /// <summary>Creates a layer.</summary>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="momentum">The weight of the batch in the running statistics, from 0 to 1; null for the mean over all steps.</param>
    /// <param name="affine">Whether each channel has a learned weight, initially 1, and a learned bias, initially 0.</param>
    /// <param name="trackRunningStatistics">Whether to keep running statistics; without them, batch statistics are also used in inference
    /// mode.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm2d(int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStatistics = true)
        : base(channels, epsilon, momentum, affine, trackRunningStatistics)
    {
    }

    private protected override IReadOnlyList<int> Ranks => [4];
}
