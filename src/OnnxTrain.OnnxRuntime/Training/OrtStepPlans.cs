using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>One graph in ONNX Runtime, with buffers for each set of sizes that it ran with last.</summary>
internal sealed class OrtStepPlans(OrtEngine engine, int number, InferenceSession session, PortableStep step, Graph graph) : IStepPlans
{
    private readonly RecentPlans<OrtStepPlan> _plans = new(axes =>
    {
        foreach (var node in graph.Nodes) node.Op.Check(d => d.Evaluate(axis => axes[axis]));
        return new(engine, number, session, step, graph, axes);
    });

    public IStepPlan For(IReadOnlyDictionary<string, long> axes) => _plans.For(axes);

    public void Dispose() => _plans.Dispose();
}
