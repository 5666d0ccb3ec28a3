using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>The graphs of one training in ONNX Runtime. They share their variables.</summary>
internal sealed class OrtEngine(ExecutionProvider provider, VariableBlock parameters, StepState state) : IStepEngine
{
    private readonly OrtOwner _owner = new();
    private readonly OrtVariables _variables = new(provider);
    private int _graphs;

    public ExecutionProvider Provider => provider;

    public StepState State => state;

    public OrtVariables Variables => _variables;

    /// <summary>What the training has in ONNX Runtime.</summary>
    public OrtResources Resources => _owner.Resources;

    /// <summary>
    /// A bit for each graph: whether it ran an odd number of times. All that a graph updates moves to the other place when it runs, so this
    /// says where every variable is.
    /// </summary>
    public int Phase { get; private set; }

    /// <summary>A graph has run and left these variables.</summary>
    public void Advance(int graph, IReadOnlyList<Variable> updated)
    {
        _variables.Advance(updated);
        Phase ^= 1 << graph;
    }

    /// <summary>What a fetch is called in the graph's file.</summary>
    public static string FetchName(int index) => Invariant($"fetch/{index}");

    public IStepPlans Prepare(Graph graph)
    {
        var step = new PortableStep(graph, parameters, RandomSource.Seed, namesFeeds: true);
        (string Name, Value Value)[] fetches = [.. step.Fetches.Select((f, i) => (FetchName(i), f))],
            updates = [.. step.Updates.Select(u => (PortableStep.UpdateName(u.Variable), u.NewValue))];
        var model = GraphExporter.Write("training_step", step.Graph.Feeds, [.. fetches, .. updates], variablesAsInputs: true);
        var session = Resources.Add(OrtDevice.Open(Onnx.OnnxFile.Bytes(model), provider));
        _variables.Add(step.Graph.Variables.Concat(step.Updates.Select(u => u.Variable)), session, Resources);
        return new OrtStepPlans(this, _graphs++, session, step, graph);
    }

    public void Upload()
    {
        _variables.Upload();
        GC.KeepAlive(_owner);
    }

    public void Download()
    {
        _variables.Download();
        GC.KeepAlive(_owner);
    }

    /// <summary>Frees all that the training has in ONNX Runtime, plans included.</summary>
    public void Dispose() => _owner.Dispose();
}
