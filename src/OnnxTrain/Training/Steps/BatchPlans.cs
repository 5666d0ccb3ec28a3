using System.Numerics;

namespace OnnxTrain;

/// <summary>Runs over all rows of a data set outside of training.</summary>
internal static class BatchPlans
{
    /// <summary>Rows to a plan.</summary>
    public const int RowsAtOnce = 512;

    /// <summary>
    /// Rows to a plan of a model: the fewer, the larger its rows are, since what layers make of images takes many times their memory.
    /// </summary>
    public static int RowsFor(Model model) =>
        (int)Math.Clamp((1 << 21) / model.Features.Sum(f => Shape.Create(f.Shape.Dimensions[1..]).ElementCount), 8, RowsAtOnce);

    /// <summary>The plan for a batch, with its features in place.</summary>
    public static Plan For<T>(this PlanCache plans, Model model, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Plan)For<T>((IStepPlans)plans, model, batch);

    /// <summary>The plan for a batch, with its features in place.</summary>
    public static IStepPlan For<T>(this IStepPlans plans, Model model, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plan = plans.For(new Dictionary<string, long> { [model.Features[0].Shape[0].Name!] = batch.RowCount });
        for (var i = 0; i < model.Features.Count; i++) batch.Content(i).CopyTo(plan.Bytes(model.Features[i]));
        return plan;
    }
}
