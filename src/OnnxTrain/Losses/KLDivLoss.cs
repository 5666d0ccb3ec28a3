namespace OnnxTrain;

/// <summary>
/// Kullback-Leibler divergence of a target distribution t from a predicted distribution, given as log probabilities x, as from
/// <see cref="LogSoftmax"/>: t (ln t − x) of each element, 0 where t is 0 (Kullback and Leibler, 1951). <see cref="Reduction.BatchMean"/>
/// is the mathematical definition; <see cref="Reduction.Mean"/> divides by the number of all elements, as in PyTorch.
/// </summary>
public sealed class KLDivLoss : ElementwiseLoss
{
    /// <summary>Whether targets are the logarithms of t.</summary>
    public bool LogTarget { get; init; }

    /// <inheritdoc/>
    protected override Value Each(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (LogTarget) return target.Exp() * (target - output);
        var logarithm = Value.Where(target.EqualTo(target.Number(0)), target.Number(1), target).Log();
        return (target * logarithm) - (target * output);
    }
}
