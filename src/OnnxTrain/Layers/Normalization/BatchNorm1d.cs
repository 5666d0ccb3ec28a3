namespace OnnxTrain;

/// <summary>Batch normalization of rows [batch, channels] or sequences [batch, channels, length]; see <see cref="BatchNorm"/>.</summary>
public sealed class BatchNorm1d : BatchNorm
{
    /// <summary>A layer of so many channels.</summary>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="momentum">The part of the batch in the running statistics, from 0 to 1; null for the mean over all steps.</param>
    /// <param name="affine">Whether each channel is scaled by a learned weight, at first 1, and moved by a learned bias, at first
    /// 0.</param>
    /// <param name="trackRunningStatistics">Whether there are running statistics; without them each batch has its own after training
    /// too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm1d(int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStatistics = true)
        : base(channels, epsilon, momentum, affine, trackRunningStatistics)
    {
    }

    private protected override IReadOnlyList<int> Ranks => [2, 3];
}
