namespace OnnxTrain;

/// <summary>
/// Σ wᵢ · lossᵢ over several targets. The true values are [batch, targets], one number each: the index of a class, or the number itself.
/// </summary>
internal sealed class TargetsLoss(IReadOnlyList<Target> targets) : Loss
{
    public override TensorType TargetType(TensorType output) => new(output.ElementType, [output.Shape[0], targets.Count]);

    public override Value Of(Value output, Value target) => Sum(output, target, (loss, part, truth) => loss.Of(part, truth));

    public override Value Of(Value output, Value target, Value weights) =>
        Sum(output, target, (loss, part, truth) => loss.Of(part, truth, weights));

    private Value Sum(Value output, Value target, Func<Loss, Value, Value, Value> of)
    {
        var slices = SeveralTargets.Slices(targets, output).ToList();
        var losses = new List<Value>();
        for (var i = 0; i < targets.Count; i++)
        {
            var loss = targets[i].DefaultLoss;
            var truth = target.Slice(1, i, i + 1);
            var wanted = loss.TargetType(slices[i].Type);
            if (wanted.Shape.Rank == 1) truth = truth.Squeeze(1);
            truth = targets[i].EncodeTarget(truth.ElementType == wanted.ElementType ? truth : truth.Cast(wanted.ElementType));
            var value = of(loss, slices[i], truth);
            losses.Add(targets[i].Weight == 1 ? value : value * targets[i].Weight);
        }

        return losses.Aggregate((sum, loss) => sum + loss);
    }
}
