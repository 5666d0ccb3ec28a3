using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>
/// The variables of a training in the memory of a device, twice each: a step reads one and writes the other. A graph that copies each
/// variable moves them to the device and back, since the runtime moves what is bound on the other side.
/// </summary>
internal sealed class OrtVariables
{
    private readonly Dictionary<Variable, Slot> _slots = [];
    private readonly ExecutionProvider _provider;
    private InferenceSession? _copy;
    private OrtResources? _resources;
    private OrtAllocator? _allocator;

    public OrtVariables(ExecutionProvider provider) => _provider = provider;

    /// <summary>Makes room for the variables that graphs read or update.</summary>
    /// <param name="variables">The variables; known ones are ignored.</param>
    /// <param name="session">A session on the device.</param>
    /// <param name="resources">What frees the tensors.</param>
    public void Add(IEnumerable<Variable> variables, InferenceSession session, OrtResources resources)
    {
        _resources = resources;
        _allocator ??= resources.Add(OrtDevice.Allocator(session, _provider));
        foreach (var variable in variables)
        {
            if (_slots.ContainsKey(variable)) continue;
            var type = variable.ToValue().Type;
            var device = new OrtValue[2];
            for (var i = 0; i < device.Length; i++) device[i] = resources.Add(OrtDevice.NewTensor(_allocator, type));
            _slots[variable] = new(resources.Add(OrtDevice.Over(variable)), device);
            _copy = null;
        }
    }

    /// <summary>Where a variable is.</summary>
    public OrtValue Now(Variable variable) => _slots[variable].Device[_slots[variable].Current];

    /// <summary>Where a step is to leave it.</summary>
    public OrtValue Next(Variable variable) => _slots[variable].Device[1 - _slots[variable].Current];

    /// <summary>A step has left these variables.</summary>
    public void Advance(IReadOnlyList<Variable> variables)
    {
        foreach (var variable in variables) _slots[variable].Current ^= 1;
    }

    public void Upload() => Copy((variable, slot) => (slot.Host, Now(variable)));

    public void Download() => Copy((variable, slot) => (Now(variable), slot.Host));

    private void Copy(Func<Variable, Slot, (OrtValue From, OrtValue To)> way)
    {
        if (_slots.Count == 0) return;
        using var call = OrtCalls.Begin();
        _copy ??= _resources!.Add(OrtDevice.Open(CopyGraph(), _provider));
        using var binding = _copy.CreateIoBinding();
        using var options = new RunOptions();
        foreach (var (variable, slot) in _slots)
        {
            var (from, to) = way(variable, slot);
            binding.BindInput(variable.Name, from);
            binding.BindOutput(OutputName(variable), to);
        }

        binding.SynchronizeBoundInputs();
        _copy.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }

    private byte[] CopyGraph()
    {
        var variables = _slots.Keys.ToList();
        return Onnx.OnnxFile.Bytes(
            GraphExporter.Write("copies", [], [.. variables.Select(v => (OutputName(v), v.ToValue().Identity()))], variablesAsInputs: true)
        );
    }

    private static string OutputName(Variable variable) => $"{variable.Name}/copy";

    private sealed record Slot(OrtValue Host, OrtValue[] Device)
    {
        public int Current { get; set; }
    }
}
