namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias, mean and variance of each row over the channels of a group and all further axes;
/// weight and bias of each channel (Wu and He, 2018, "Group normalization"). It does not depend on the batch.
/// </summary>
public sealed class GroupNorm : Module
{
    private readonly int _groups;
    private readonly int _channels;
    private readonly double _epsilon;

    /// <summary>A layer of so many groups of channels.</summary>
    /// <param name="groups">A divisor of <paramref name="channels"/>.</param>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="affine">Whether each channel is scaled by a learned weight, at first 1, and moved by a learned bias, at first
    /// 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The channels do not fall into groups of one size.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: {channels} channels do not fall into {groups} groups of one size.", nameof(groups));
        (_groups, _channels, _epsilon) = (groups, channels, epsilon);
        if (affine) (Weight, Bias) = (Parameter("weight", [channels], Initializer.Ones), Parameter("bias", [channels], Initializer.Zeros));
    }

    /// <summary>[channels], at first 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>[channels], at first 0; null if not affine.</summary>
    public Variable? Bias { get; }

    /// <summary>As many elements as x [batch, channels, …], of the same shape; the axes after the channels may be names.</summary>
    /// <exception cref="ShapeException">x has another number of channels.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(nameof(GroupNorm), x, [2, 3, 4, 5], _channels);
        return x.GroupNormalization(
            _groups, Weight?.ToValue() ?? LayerInput.Filled(1, [_channels], x.ElementType),
            Bias?.ToValue() ?? LayerInput.Filled(0, [_channels], x.ElementType), _epsilon);
    }
}
