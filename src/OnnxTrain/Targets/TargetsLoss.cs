namespace OnnxTrain;

/// <summary>
/// Σ wᵢ · lossᵢ over several targets. The truth is [batch, targets], one number for each: that of a class, or the number itself.
/// </summary>
/// <param name="targets">The targets.</param>
/// <param name="losses">The loss of each; null for their own.</param>
internal sealed class TargetsLoss(IReadOnlyList<Target> targets, IReadOnlyList<Loss>? losses = null) : Loss
{
    public override TensorType TargetType(TensorType output) => new(output.ElementType, [output.Shape[0], targets.Count]);

    public override Value Of(Value output, Value target) => Sum(output, target, (loss, part, truth) => loss.Of(part, truth));

    public override Value Of(Value output, Value target, Value weights) =>
        Sum(output, target, (loss, part, truth) => loss.Of(part, truth, weights));

    private Value Sum(Value output, Value target, Func<Loss, Value, Value, Value> of)
    {
        var slices = SeveralTargets.Slices(targets, output).ToList();
        var values = new List<Value>();
        for (var i = 0; i < targets.Count; i++)
        {
            var loss = losses?[i] ?? targets[i].DefaultLoss;
            var truth = target.Slice(1, i, i + 1);
            var wanted = loss.TargetType(slices[i].Type);
            if (wanted.Shape.Rank == 1) truth = truth.Squeeze(1);
            truth = targets[i].EncodeTarget(truth.ElementType == wanted.ElementType ? truth : truth.Cast(wanted.ElementType));
            var value = of(loss, slices[i], truth);
            values.Add(targets[i].Weight == 1 ? value : value * targets[i].Weight);
        }

        return values.Aggregate((sum, loss) => sum + loss);
    }
}
