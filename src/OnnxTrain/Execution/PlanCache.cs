using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The plans of one graph for recent sizes.</summary>
internal sealed class PlanCache(Graph graph, StepState? state = null) : IStepPlans
{
    private readonly RecentPlans<Plan> _plans = new(axes => new(graph, axes, state), plan => plan.Memory.Peak - plan.Memory.Variables);

    /// <summary>The plan for the given lengths of the graph's named axes.</summary>
    public Plan For(IReadOnlyDictionary<string, long> axes) => _plans.For(axes);

    IStepPlan IStepPlans.For(IReadOnlyDictionary<string, long> axes) => For(axes);

    public void Dispose() => _plans.Dispose();
}
