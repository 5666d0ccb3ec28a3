using System.Globalization;

namespace OnnxTrain;

/// <summary>
/// 1 − (2 Σ p t + s) / (Σ p + Σ t + s) of each class over the positions of a row, with p = softmax(logits) and one-hot t, then the mean
/// over classes, weighted by <see cref="ClassLoss.Weight"/> (Milletari, Navab and Ahmadi, 2016, "V-Net", without their squares). It
/// measures how little the predicted and the true positions of a class overlap. Logits are [batch, classes, d1, d2, …]. Positions with
/// <see cref="ClassLoss.IgnoreIndex"/> are left out of all sums. Each row has one loss, and the mean is over rows.
/// </summary>
public sealed class DiceLoss : ClassLoss
{
    /// <summary>s, which avoids 0 / 0 for absent classes; above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double Smoothing
    {
        get;
        init =>
            field =
                value > 0 && double.IsFinite(value)
                    ? value
                    : throw new ArgumentOutOfRangeException(
                        nameof(value), value,
                        string.Create(CultureInfo.InvariantCulture, $"DiceLoss: the smoothing is {value}; it must be above 0."));
    } = 1e-5;

    private protected override bool IsOfPlaces => false;

    private protected override (Value Losses, Value? Weights) Rows(Value output, Value target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        RequireClasses(output.Type);
        var (counted, labels) = CountPlaces(target, output.ElementType);
        var hits = labels.OneHot((int)output.Shape[1].Size, output.ElementType);
        var rank = output.Rank;
        hits = hits.Transpose([0, rank - 1, .. Enumerable.Range(1, rank - 2)]);
        var p = output.Softmax(1);
        if (counted is not null) (p, hits) = (p * counted.Unsqueeze(1), hits * counted.Unsqueeze(1));
        var score = ((2 * OverPlaces(p * hits)) + Smoothing) / (OverPlaces(p) + OverPlaces(hits) + Smoothing);
        return (MeanOverClasses(1 - score), null);
    }

    private static Value OverPlaces(Value x) => x.Rank == 2 ? x : x.Sum([.. Enumerable.Range(2, x.Rank - 2)]);

    /// <summary>Losses [batch, classes] as [batch].</summary>
    private Value MeanOverClasses(Value losses) => Weight is null ? losses.Mean(1) : Weighted(losses).Sum(1) / Weight.Sum();
}
