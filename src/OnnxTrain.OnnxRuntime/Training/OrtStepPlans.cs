using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>One graph in ONNX Runtime, with buffers for each set of sizes that it ran with last.</summary>
internal sealed class OrtStepPlans(OrtEngine engine, int number, InferenceSession session, PortableStep step, Graph graph) : IStepPlans
{
    private const int Capacity = 8;

    private readonly List<(Dictionary<string, long> Axes, OrtStepPlan Plan)> _plans = [];

    public IStepPlan For(IReadOnlyDictionary<string, long> axes)
    {
        foreach (var (known, plan) in _plans)
        {
            if (known.Count == axes.Count && known.All(a => axes.TryGetValue(a.Key, out var length) && length == a.Value)) return plan;
        }

        foreach (var node in graph.Nodes) node.Op.Check(d => d.Resolve(axis => axes[axis]));
        if (_plans.Count == Capacity)
        {
            _plans[0].Plan.Dispose();
            _plans.RemoveAt(0);
        }

        var made = new OrtStepPlan(engine, number, session, step, graph, axes);
        _plans.Add((new(axes), made));
        return made;
    }

    public void Dispose()
    {
        foreach (var (_, plan) in _plans) plan.Dispose();
    }
}
