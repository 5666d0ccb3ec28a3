using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>One model in ONNX Runtime, run on tensors by name.</summary>
internal sealed class OrtRunner : IDisposable
{
    private readonly OrtOwner _owner = new();
    private readonly Lifetime _lifetime;
    private readonly InferenceSession _session;
    private readonly RunOptions _run;

    /// <summary>The model in a file.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not load it.</exception>
    public OrtRunner(string path, bool optimize = true, ExecutionProvider provider = ExecutionProvider.Cpu, int threads = 0)
        : this(options => new(path, options), optimize, provider, threads)
    {
    }

    /// <summary>The model in memory.</summary>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime does not load it.</exception>
    public OrtRunner(byte[] model, bool optimize = true, ExecutionProvider provider = ExecutionProvider.Cpu, int threads = 0)
        : this(options => new(model, options), optimize, provider, threads)
    {
    }

    private OrtRunner(Func<SessionOptions, InferenceSession> open, bool optimize, ExecutionProvider provider, int threads)
    {
        _lifetime = new(this, _owner.Dispose);
        try
        {
            using var call = OrtCalls.Begin();
            using var options = OrtSessions.Options(optimize, provider, threads);
            _session = _owner.Resources.Add(open(options));
            _run = _owner.Resources.Add(new RunOptions());
            // The dictionaries of metadata lose the order of the file; the lists of names keep it.
            Inputs = [.. _session.InputNames.Select(name => OrtTensors.Describe(name, _session.InputMetadata[name]))];
            Outputs = [.. _session.OutputNames.Select(name => OrtTensors.Describe(name, _session.OutputMetadata[name]))];
            Metadata = new SortedDictionary<string, string>(_session.ModelMetadata.CustomMetadataMap, StringComparer.Ordinal);
        }
        catch
        {
            _owner.Dispose();
            throw;
        }
    }

    /// <summary>The inputs in the file's order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs { get; }

    /// <summary>The outputs in the file's order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs { get; }

    /// <summary>The file's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The named outputs of a file for the given inputs.</summary>
    /// <exception cref="DataException">The run failed, or an output is none of the library's tensors; the message names the
    /// file.</exception>
    public TensorData[] RunFile(IReadOnlyList<(string Name, TensorData Tensor)> inputs, IReadOnlyList<string> outputs, string file)
    {
        try
        {
            return Run(inputs, outputs);
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException)
        {
            throw new DataException($"{file}: ONNX Runtime {OrtSessions.RuntimeVersion} does not run the file: {e.Message}", e);
        }
    }

    /// <summary>The named outputs for the given inputs; all outputs if none are named.</summary>
    /// <exception cref="OnnxRuntimeException">The run failed.</exception>
    /// <exception cref="ObjectDisposedException">The runner is disposed.</exception>
    /// <exception cref="NotSupportedException">An output is none of the library's tensors; the message names it.</exception>
    public TensorData[] Run(IReadOnlyList<(string Name, TensorData Tensor)> inputs, IReadOnlyList<string>? outputs = null)
    {
        using var use = _lifetime.Enter();
        using var call = OrtCalls.Begin();
        outputs ??= _session.OutputNames;
        var values = new Dictionary<string, OrtValue>(StringComparer.Ordinal);
        try
        {
            foreach (var (name, tensor) in inputs) values[name] = tensor.ToOrt();
            using var results = _session.Run(_run, values, outputs);
            return [.. results.Select((result, i) => Copy(outputs[i], result))];
        }
        finally
        {
            foreach (var value in values.Values) value.Dispose();
            GC.KeepAlive(_owner);
        }
    }

    /// <summary>Frees the session, at once or when the last run has ended.</summary>
    public void Dispose() => _lifetime.Close();

    private static TensorData Copy(string name, OrtValue result)
    {
        try
        {
            return result.ToTensorData();
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"The output '{name}' cannot be read: {e.Message}.", e);
        }
    }
}
