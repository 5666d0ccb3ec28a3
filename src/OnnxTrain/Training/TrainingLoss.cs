namespace OnnxTrain;

internal static class TrainingLoss
{
    /// <summary>The default loss for a model's task.</summary>
    public static Loss Default(Model model) => model.Target.DefaultLoss;

    /// <summary>
    /// The accuracy of a batch, for mixed rows weighted by their shares; and the number of rows or positions that count, float64, or null
    /// if that is the number of rows.
    /// </summary>
    public static (Value Accuracy, Value? Counted) AccuracyOf(Loss loss, Value output, BatchLoss batch)
    {
        var (own, counted) = (Accuracy(loss, output, batch.Target), (loss as ClassLoss)?.SomeCount(batch.Target));
        if (batch.Partner is not { } partner) return (own, counted);
        var others = Accuracy(loss, output, partner);
        if (counted is null || (loss as ClassLoss)?.SomeCount(partner) is not { } partnerCounted) return (batch.Mix(own, others), counted);

        // The positions that count may differ, so fractions of correct ones are mixed.
        var (type, share) = (own.ElementType, batch.Mix(counted.Cast(own.ElementType), partnerCounted.Cast(own.ElementType)));
        var right = batch.Mix(own * counted.Cast(type), others * partnerCounted.Cast(type));
        return (right / Value.Where(share > 0, share, share.Number(1)), share.Cast(ElementType.Float64));
    }

    /// <summary>The fraction of rows, or of positions in them, that are classified correctly; a loss may ignore some.</summary>
    public static Value Accuracy(Loss loss, Value output, Value labels) => loss is ClassLoss classes
        ? classes.Accuracy(output, labels)
        : output.ArgMax(1).EqualTo(labels).Cast(output.ElementType).Mean();
}
