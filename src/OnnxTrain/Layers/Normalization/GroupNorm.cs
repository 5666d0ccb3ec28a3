namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias, with mean and variance of each row over the channels of a group and all further axes,
/// and weight and bias per channel (Wu and He, 2018, "Group normalization"). It does not depend on the batch.
/// </summary>
public sealed class GroupNorm : Module
{
    private readonly int _groups;
    private readonly int _channels;
    private readonly double _epsilon;

    /// <summary>Creates a layer.</summary>
    /// <param name="groups">The number of groups, a divisor of <paramref name="channels"/>.</param>
    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="affine">Whether each channel has a learned weight, initially 1, and a learned bias, initially 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The channels cannot be divided into groups of equal size.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: {channels} channels cannot be divided into {groups} groups of equal "
                + "size.", nameof(groups));
        (_groups, _channels, _epsilon) = (groups, channels, epsilon);
        if (affine) (Weight, Bias) = (Parameter("weight", [channels], Initializer.Ones), Parameter("bias", [channels], Initializer.Zeros));
    }

    /// <summary>[channels], initially 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>[channels], initially 0; null if not affine.</summary>
    public Variable? Bias { get; }

    /// <summary>A tensor of the same shape as x [batch, channels, …]; the axes after the channels may be named.</summary>
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
