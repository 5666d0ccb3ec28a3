using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>A step for concrete sizes: feeds and fetches in the processor's memory, variables in the device's.</summary>
internal sealed class OrtStepPlan : IStepPlan, IDisposable
{
    private readonly OrtEngine _engine;
    private readonly InferenceSession _session;
    private readonly OrtResources _resources;
    private readonly RunOptions _options;
    private readonly Dictionary<Value, OrtValue> _memory = [];
    private readonly List<(string Name, OrtValue Value)> _feeds = [], _fetches = [];
    private readonly List<Variable> _read, _updated;
    private readonly Dictionary<int, OrtIoBinding> _bindings = [];
    private readonly int _graph;
    private readonly OrtValue? _seed, _step;

    /// <param name="engine">The training.</param>
    /// <param name="number">The graph's number in it.</param>
    /// <param name="session">The graph in ONNX Runtime.</param>
    /// <param name="step">The graph as it was written.</param>
    /// <param name="graph">The graph that it was made of.</param>
    /// <param name="axes">Lengths of named axes.</param>
    public OrtStepPlan(
        OrtEngine engine, int number, InferenceSession session, PortableStep step, Graph graph, IReadOnlyDictionary<string, long> axes)
    {
        using var call = OrtCalls.Begin();
        (_engine, _graph, _session, _resources) = (engine, number, session, engine.Resources.Child());
        _options = _resources.Add(new RunOptions());
        for (var i = 0; i < graph.Feeds.Count; i++) AddFeed(step.Feeds[i], graph.Feeds[i], axes);
        foreach (var feed in step.Graph.Feeds.Skip(graph.Feeds.Count))
        {
            var value = AddFeed(feed, feed, axes);
            if (feed == step.Seed) _seed = value;
            if (feed == step.Step) _step = value;
        }

        for (var i = 0; i < graph.Fetches.Count; i++) _fetches.Add((OrtEngine.FetchName(i), New(graph.Fetches[i], axes)));
        (_read, _updated) = ([.. step.Graph.Variables], [.. step.Updates.Select(u => u.Variable)]);
    }

    public Span<byte> Bytes(Value value) => _memory[value].GetTensorMutableRawData();

    public Span<T> Elements<T>(Value value)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(Bytes(value));

    public void Run()
    {
        using var call = OrtCalls.Begin();
        if (_seed is not null) MemoryMarshal.Write(_seed.GetTensorMutableRawData(), _engine.State.Seed);
        if (_step is not null) MemoryMarshal.Write(_step.GetTensorMutableRawData(), _engine.State.Step);
        var binding = Binding();

        // What is bound is moved to the device at that moment, so feeds are bound anew; on the processor it is memory that both see.
        if (_engine.Provider != ExecutionProvider.Cpu) BindFeeds(binding);
        _session.RunWithBinding(_options, binding);
        binding.SynchronizeBoundOutputs();
        _engine.Advance(_graph, _updated);
        GC.KeepAlive(_engine);
    }

    public void Dispose() => _resources.Dispose();

    /// <summary>Memory for an input of the file, found under the value that it stands for.</summary>
    private OrtValue AddFeed(Value input, Value stands, IReadOnlyDictionary<string, long> axes)
    {
        var memory = New(stands, axes);
        _feeds.Add((((InputValue)input).Name, memory));
        return memory;
    }

    private OrtValue New(Value value, IReadOnlyDictionary<string, long> axes)
    {
        Shape shape = [.. value.Shape.Select(d => (Dimension)d.Evaluate(axis => axes[axis]))];
        return _memory[value] = _resources.Add(OrtDevice.NewTensor(OrtAllocator.DefaultInstance, new(value.ElementType, shape)));
    }

    /// <summary>The binding for the places at which the variables are now.</summary>
    private OrtIoBinding Binding()
    {
        if (_bindings.TryGetValue(_engine.Phase, out var known)) return known;
        var binding = _resources.Add(_session.CreateIoBinding());
        BindFeeds(binding);
        foreach (var variable in _read) binding.BindInput(variable.Name, _engine.Variables.Now(variable));
        foreach (var (name, value) in _fetches) binding.BindOutput(name, value);
        foreach (var variable in _updated) binding.BindOutput(PortableStep.UpdateName(variable), _engine.Variables.Next(variable));
        return _bindings[_engine.Phase] = binding;
    }

    private void BindFeeds(OrtIoBinding binding)
    {
        foreach (var (name, value) in _feeds) binding.BindInput(name, value);
    }
}
