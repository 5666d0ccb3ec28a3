using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The plans of one graph for the sizes that it ran with last, the least recently used going first.</summary>
internal sealed class PlanCache(Graph graph, StepState? state = null) : IStepPlans
{
    private const int Capacity = 8;

    private readonly List<Plan> _plans = [];

    /// <summary>The plan for the given lengths of the graph's named axes.</summary>
    public Plan For(IReadOnlyDictionary<string, long> axes)
    {
        var at = Find(axes);
        var plan = at >= 0 ? _plans[at] : new Plan(graph, new Dictionary<string, long>(axes), state);
        if (at == _plans.Count - 1 && at >= 0) return plan;
        if (at >= 0) _plans.RemoveAt(at);
        if (_plans.Count == Capacity)
        {
            _plans[0].Dispose();
            _plans.RemoveAt(0);
        }

        _plans.Add(plan);
        return plan;
    }

    IStepPlan IStepPlans.For(IReadOnlyDictionary<string, long> axes) => For(axes);

    public void Dispose()
    {
        foreach (var plan in _plans) plan.Dispose();
        _plans.Clear();
    }

    private int Find(IReadOnlyDictionary<string, long> axes)
    {
        for (var i = _plans.Count - 1; i >= 0; i--)
        {
            if (Matches(_plans[i].Axes, axes)) return i;
        }

        return -1;
    }

    private static bool Matches(IReadOnlyDictionary<string, long> left, IReadOnlyDictionary<string, long> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (axis, length) in left)
        {
            if (!right.TryGetValue(axis, out var other) || other != length) return false;
        }

        return true;
    }
}
