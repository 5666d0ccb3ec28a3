namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε), optionally · weight + bias, with mean and variance of each channel of each row of x [batch, channels,
/// …] (Ulyanov, Vedaldi and Lempitsky, 2016, "Instance normalization"). It is the same in training and inference mode: there are no running
/// statistics.
/// </summary>
public abstract class InstanceNorm : Module
{
    private readonly int _channels;
    private readonly double _epsilon;

    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    private protected InstanceNorm(int channels, double epsilon, bool affine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (_channels, _epsilon) = (channels, epsilon);
        if (affine) (Weight, Bias) = (Parameter("weight", [channels], Initializer.Ones), Parameter("bias", [channels], Initializer.Zeros));
    }

    /// <summary>[channels], initially 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>[channels], initially 0; null if not affine.</summary>
    public Variable? Bias { get; }

    /// <summary>The number of axes that x has.</summary>
    private protected abstract int Rank { get; }

    /// <summary>A tensor of the same shape as x [batch, channels, …]; the axes after the channels may be named.</summary>
    /// <exception cref="ShapeException">x has another number of axes or of channels.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(GetType().Name, x, [Rank], _channels);
        return x.GroupNormalization(
            _channels, Weight?.ToValue() ?? LayerInput.Filled(1, [_channels], x.ElementType),
            Bias?.ToValue() ?? LayerInput.Filled(0, [_channels], x.ElementType), _epsilon);
    }
}
