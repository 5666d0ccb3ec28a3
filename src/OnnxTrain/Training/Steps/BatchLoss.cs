using System.Numerics;

namespace OnnxTrain;

/// <summary>The loss of a batch as a graph, and its inputs other than the features.</summary>
internal sealed class BatchLoss
{
    private readonly Value? _share;

    /// <param name="model">The model.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="output">The output of the model, in training or inference mode.</param>
    /// <param name="isWeighted">Whether rows have weights.</param>
    /// <param name="isMixed">Whether each row is mixed with another (Mixup); such rows have no weights.</param>
    public BatchLoss(Model model, Loss loss, Value output, bool isWeighted, bool isMixed = false)
    {
        var type = loss.TargetType(model.Output.Type);
        Target = Value.Input("target", type.ElementType, type.Shape);
        Weights = isWeighted ? Value.Input("weight", output.ElementType, [model.Features[0].Shape[0]]) : null;
        var target = model.Target.EncodeTarget(Target);
        Loss = Weights is null ? loss.Of(output, target) : loss.Of(output, target, Weights);
        Total = loss.Total(output, target, Weights);
        Feeds = Weights is null ? [Target] : [Target, Weights];
        if (isMixed)
        {
            (Partner, _share) = (Value.Input("partner", type.ElementType, type.Shape), Value.Input("share", output.ElementType, []));
            var partner = model.Target.EncodeTarget(Partner);
            (Loss, Total) = Mixed(loss.Of(output, partner), loss.Total(output, partner, null));
            Feeds = [Target, Partner, _share];
        }

        Fetches = Total is null ? [Loss] : [Loss, Total];
    }

    public Value Target { get; }

    /// <summary>The weights of the rows, or null.</summary>
    public Value? Weights { get; }

    /// <summary>The target of the other row that each row is mixed with, or null.</summary>
    public Value? Partner { get; }

    /// <summary>A scalar.</summary>
    public Value Loss { get; }

    /// <summary>The weight of the batch in a mean over batches; null for its number of rows.</summary>
    public Value? Total { get; }

    public IReadOnlyList<Value> Feeds { get; }

    public IReadOnlyList<Value> Fetches { get; }

    /// <summary>Copies targets and weights into the plan; a batch without weights has weights of 1.</summary>
    public void Fill<T>(IStepPlan plan, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Target.ElementType == ElementType.Int64) BatchTargets.Copy(batch, plan.Elements<long>(Target));
        else BatchTargets.Copy(batch, plan.Elements<T>(Target));
        if (Partner is not null) FillPartner(plan, batch);
        if (Weights is null) return;
        if (batch.Weights.IsEmpty) plan.Elements<T>(Weights).Fill(T.One);
        else batch.Weights.CopyTo(plan.Elements<T>(Weights));
    }

    /// <summary>Mixes the values for a row's own targets and for those of its partners, by their shares.</summary>
    public Value Mix(Value own, Value others) => (_share! * own) + ((1 - _share!) * others);

    // λ L(a) + (1 − λ) L(b) (Zhang et al., 2018); if the two are means over different totals, the mean over both together
    private (Value Loss, Value? Total) Mixed(Value partnerLoss, Value? partnerTotal)
    {
        if (Total is null || partnerTotal is null) return (Mix(Loss, partnerLoss), null);
        var total = Mix(Total, partnerTotal);
        return (Mix(Total * Loss, partnerTotal * partnerLoss) / total, total);
    }

    private void FillPartner<T>(IStepPlan plan, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        plan.Elements<T>(_share!)[0] = T.CreateChecked(batch.Share);
        if (Partner!.ElementType == ElementType.Int64)
            BatchTargets.Copy(batch.PartnerTargets, batch.PartnerLabels, plan.Elements<long>(Partner));
        else
            BatchTargets.Copy(batch.PartnerTargets, batch.PartnerLabels, plan.Elements<T>(Partner));
    }

    /// <summary>The loss of the batch that ran, and its weight in a mean over batches.</summary>
    public (double Loss, double Total) Read<T>(IStepPlan plan, int rows)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (double.CreateChecked(plan.Elements<T>(Loss)[0]), Total is null ? rows : double.CreateChecked(plan.Elements<T>(Total)[0]));
}
