using System.Numerics;

namespace OnnxTrain;

/// <summary>
/// The loss of each of several targets over batches. Each is a mean with its own weights: class weights of one target do not change the
/// weight of a batch for another.
/// </summary>
/// <param name="parts">Loss and weight of each target; empty if the loss is not the sum of theirs.</param>
internal sealed class TargetLosses<T>(IReadOnlyList<(Value Loss, Value? Total)> parts)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] _sums = new double[parts.Count];
    private readonly double[] _totals = new double[parts.Count];

    /// <summary>Adds the batch that a plan has just computed.</summary>
    public void Add(IStepPlan plan, int rows)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var total = parts[i].Total is { } count ? double.CreateChecked(plan.Elements<T>(count)[0]) : rows;
            _sums[i] += total * double.CreateChecked(plan.Elements<T>(parts[i].Loss)[0]);
            _totals[i] += total;
        }
    }

    /// <summary>The mean loss of each target.</summary>
    public IReadOnlyList<double> Means() => [.. _sums.Zip(_totals, (sum, total) => sum / total)];
}
