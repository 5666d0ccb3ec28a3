namespace OnnxTrain;

/// <summary>
/// Σ wᵢ · lossᵢ over several targets. The true values are [batch, targets], one number each: the index of a class, or the number itself.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="losses">The loss of each; null for their own.</param>
internal sealed class TargetsLoss(IReadOnlyList<Target> targets, IReadOnlyList<Loss>? losses = null) : Loss
{
    public override TensorType TargetType(TensorType output) => new(output.ElementType, [output.Shape[0], targets.Count]);

    public override Value Of(Value output, Value target) => Sum(output, target, (loss, part, truth) => loss.Of(part, truth));

    public override Value Of(Value output, Value target, Value weights) =>
        Sum(output, target, (loss, part, truth) => loss.Of(part, truth, weights));

    /// <summary>The weight of each target's loss.</summary>
    public IReadOnlyList<double> Weights => [.. targets.Select(target => target.Weight)];

    /// <summary>
    /// The loss of each target without its weight in the sum, and its weight in a mean over batches: null for the number of rows.
    /// </summary>
    public IReadOnlyList<(Value Loss, Value? Total)> Parts(Value output, Value target, Value? weights) =>
    [
        .. Each(output, target).Select(part =>
        {
            var (loss, own, truth) = part;
            return (weights is null ? loss.Of(own, truth) : loss.Of(own, truth, weights), loss.Total(own, truth, weights));
        }),
    ];

    private Value Sum(Value output, Value target, Func<Loss, Value, Value, Value> of) =>
        Each(output, target)
            .Select(part => of(part.Loss, part.Output, part.Truth))
            .Zip(Weights, (loss, weight) => weight == 1 ? loss : loss * weight)
            .Aggregate((sum, loss) => sum + loss);

    private IEnumerable<(Loss Loss, Value Output, Value Truth)> Each(Value output, Value target)
    {
        var slices = SeveralTargets.Slices(targets, output).ToList();
        for (var i = 0; i < targets.Count; i++)
        {
            var loss = losses?[i] ?? targets[i].DefaultLoss;
            var truth = target.Slice(1, i, i + 1);
            var wanted = loss.TargetType(slices[i].Type);
            if (wanted.Shape.Rank == 1) truth = truth.Squeeze(1);
            if (truth.ElementType != wanted.ElementType) truth = truth.Cast(wanted.ElementType);
            yield return (loss, slices[i], targets[i].EncodeTarget(truth));
        }
    }
}
