namespace OnnxTrain;

internal static class TrainingLoss
{
    /// <summary>The usual loss for a model's task.</summary>
    public static Loss Default(Model model) => model.Target.DefaultLoss;

    /// <summary>
    /// The accuracy of a batch, that of mixed rows by their shares; and how many rows or places it is a part of, where that is not the
    /// number of rows: float64, else null.
    /// </summary>
    public static (Value Accuracy, Value? Counted) AccuracyOf(Loss loss, Value output, BatchLoss batch)
    {
        var (own, counted) = (Accuracy(loss, output, batch.Target), (loss as ClassLoss)?.SomeCount(batch.Target));
        if (batch.Partner is not { } partner) return (own, counted);
        var others = Accuracy(loss, output, partner);
        if (counted is null || (loss as ClassLoss)?.SomeCount(partner) is not { } partnerCounted) return (batch.Mix(own, others), counted);

        // The places that count may differ, so shares of right ones are mixed.
        var (type, share) = (own.ElementType, batch.Mix(counted.Cast(own.ElementType), partnerCounted.Cast(own.ElementType)));
        var right = batch.Mix(own * counted.Cast(type), others * partnerCounted.Cast(type));
        return (right / Value.Where(share > 0, share, share.Number(1)), share.Cast(ElementType.Float64));
    }

    /// <summary>The fraction of the rows, or of the places in them, whose class is found; a loss may leave some out.</summary>
    public static Value Accuracy(Loss loss, Value output, Value labels) => loss is ClassLoss classes
        ? classes.Accuracy(output, labels)
        : output.ArgMax(1).EqualTo(labels).Cast(output.ElementType).Mean();
}
