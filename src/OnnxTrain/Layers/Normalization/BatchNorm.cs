namespace OnnxTrain;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias for each channel of x [batch, channels, …] (Ioffe and Szegedy, 2015, "Batch
/// normalization"). During training, mean and variance are those of the batch, and each step updates the running statistics; in inference
/// mode, and in an exported file, the running statistics are used instead. Saved weights have PyTorch's names: <c>weight</c>, <c>bias</c>,
/// <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly double _epsilon;
    private readonly double? _momentum;
    private readonly int _channels;

    /// <param name="channels">The length of axis 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="momentum">Null for the mean over all steps.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <param name="trackRunningStatistics">Whether there are running statistics.</param>
    private protected BatchNorm(int channels, double epsilon, double? momentum, bool affine, bool trackRunningStatistics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(epsilon >= 0))
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Must be 0 or more.");
        if (momentum is { } m && !(m is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(momentum), momentum, "Must be from 0 to 1, or null for the mean over all steps.");
        (_channels, _epsilon, _momentum) = (channels, epsilon, momentum);
        if (affine)
            (Weight, Bias) = (Parameter("weight", [channels], Initializer.Ones), Parameter("bias", [channels], Initializer.Zeros));
        if (!trackRunningStatistics)
            return;
        (RunningMean, RunningVariance) = (
            Buffer("running_mean", [channels], Initializer.Zeros), Buffer("running_var", [channels], Initializer.Ones));
        BatchesTracked = Buffer("num_batches_tracked", Shape.Scalar, Initializer.Zeros);
    }

    /// <summary>
    /// Whether training also uses the running statistics and does not update them, as in fine-tuning on small batches. Weight and bias are
    /// still trained.
    /// </summary>
    public bool IsFrozen { get; init; }

    /// <summary>
    /// Whether the running statistics are the mean of the first steps until the momentum is reached, so that their initial values do not
    /// count: after a few steps, as in small data sets, PyTorch's rule still holds 0.9ⁿ of them.
    /// </summary>
    internal bool IgnoresInitialStatistics { get; init; }

    /// <summary>[channels], initially 1; null if not affine.</summary>
    public Variable? Weight { get; }

    /// <summary>[channels], initially 0; null if not affine.</summary>
    public Variable? Bias { get; }

    /// <summary>
    /// The running mean m ← (1 − momentum) · m + momentum · mean of the batch: [channels], initially 0; null if there is none.
    /// </summary>
    public Variable? RunningMean { get; }

    /// <summary>
    /// The running variance, updated by the unbiased variance of the batch, n / (n − 1) times the mean square: [channels], initially 1;
    /// null if there is none.
    /// </summary>
    public Variable? RunningVariance { get; }

    /// <summary>The number of training steps in the running statistics; null if there are none.</summary>
    public Variable? BatchesTracked { get; }

    /// <summary>The numbers of axes that x may have.</summary>
    private protected abstract IReadOnlyList<int> Ranks { get; }

    /// <summary>A tensor of the same shape as x [batch, channels, …].</summary>
    /// <exception cref="ShapeException">x has another number of axes or of channels.</exception>
    /// <exception cref="InvalidOperationException">The layer is frozen and has no running statistics.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        LayerInput.Require(GetType().Name, x, Ranks, _channels);
        if (IsFrozen && RunningMean is null)
            throw new InvalidOperationException(
                $"{GetType().Name} is frozen but has no running statistics to use; track them, or do not freeze it.");
        var (weight, bias) = (
            Weight?.ToValue() ?? LayerInput.Filled(1, [_channels], x.ElementType),
            Bias?.ToValue() ?? LayerInput.Filled(0, [_channels], x.ElementType));
        if (RunningMean is null || RunningVariance is null)
            return new BatchNormalizationOp(_epsilon).Of(x, weight, bias);
        if (IsFrozen)
            return x.BatchNormalization(weight, bias, RunningMean, RunningVariance, _epsilon);
        var node = new BatchNormalizationOp(_epsilon).NodeOf(x, weight, bias, RunningMean, RunningVariance);
        Track(node.Outputs[1], new UnbiasedVarianceOp(BatchNormalizationOp.Counted(x)).Of(node.Outputs[2]));
        return node.Outputs[0];
    }

    /// <summary>Updates the running statistics; without a momentum they are the mean over all steps so far.</summary>
    private void Track(Value mean, Value variance)
    {
        Value? count = null;
        Update(BatchesTracked!, n => count = n + 1);
        Update(RunningMean!, Moved(mean));
        Update(RunningVariance!, Moved(variance));

        Func<Value, Value> Moved(Value to) => from => (_momentum, IgnoresInitialStatistics) switch
        {
            ({ } momentum, false) => ((1 - momentum) * from) + (momentum * to),
            ({ } momentum, true) => from + ((to - from) * Value.Max(1 / count!, count!.Number(momentum))),
            _ => from + ((to - from) / count!),
        };
    }
}
