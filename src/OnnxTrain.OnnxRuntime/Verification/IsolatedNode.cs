using System.Numerics.Tensors;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>One node of a file, with the steps before it that the model has no values for, run on the model's own values.</summary>
internal sealed class IsolatedNode
{
    private readonly TensorData[] _expected;

    private IsolatedNode(ModelProto part, IReadOnlyList<(string, TensorData)> inputs, string[] outputs, TensorData[] expected) =>
        (Part, Inputs, Outputs, _expected) = (part, inputs, outputs, expected);

    /// <summary>The node as a model.</summary>
    public ModelProto Part { get; }

    public IReadOnlyList<(string Name, TensorData Tensor)> Inputs { get; }

    /// <summary>What the node yields that the model has values for.</summary>
    public string[] Outputs { get; }

    /// <summary>What the model computes.</summary>
    public IReadOnlyList<TensorData> Expected => _expected;

    /// <summary>What ONNX Runtime computes; null if it did not run.</summary>
    public TensorData[]? Actual { get; private set; }

    /// <summary>Why it did not run.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Whether the node, given the model's own values, does not compute the model's value.</summary>
    public bool IsDifferent(VerificationOptions options) =>
        Actual is not { } actual || _expected.Zip(actual).Any(pair => NodeDifference.Of(pair.First, pair.Second, options).IsDifferent);

    /// <summary>Where numbers that are not finite come from, in words.</summary>
    public string Blame()
    {
        if (Part.Graph.Initializer.FirstOrDefault(t => !t.ToTensorData().IsFinite()) is { } constant)
            return $"its constant '{constant.Name}' holds numbers that are not finite: the training diverged, or the file is damaged";
        var input = Inputs.FirstOrDefault(i => !i.Tensor.IsFinite());
        return input.Name is null
            ? "its inputs and constants are finite: the node makes the first numbers that are not"
            : $"its input '{input.Name}' is not finite";
    }

    /// <param name="file">The whole.</param>
    /// <param name="node">The node.</param>
    /// <param name="native">The model's values by name, null where it has none; the file's inputs among them.</param>
    /// <param name="evaluate">Computes values of the model.</param>
    /// <param name="options">Provider and threads.</param>
    public static IsolatedNode Run(
        ModelProto file, NodeProto node, Func<string, Value?> native, Func<IReadOnlyList<Value>, TensorData[]> evaluate,
        VerificationOptions options)
    {
        var (part, inputs) = ModelParts.Cut(file, node, name => native(name) is not null);
        string[] outputs = [.. node.Output.Where(o => o.Length > 0 && native(o) is not null)];
        var tensors = evaluate([.. inputs.Concat(outputs).Select(name => native(name)!)]);
        var isolated = new IsolatedNode(part, [.. inputs.Zip(tensors)], outputs, tensors[inputs.Count..]);
        isolated.Run(options);
        return isolated;
    }

    private void Run(VerificationOptions options)
    {
        Part.Graph.Input.AddRange(Inputs.Select(i => i.Tensor.Type.ToOnnx(i.Name)));
        Part.Graph.Output.AddRange(Outputs.Select(name => new ValueInfoProto { Name = name }));
        try
        {
            using var runner = new OrtRunner(Part.ToByteArray(), optimize: false, options.Provider, options.Threads);
            Actual = runner.Run(Inputs, Outputs);
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException)
        {
            Failure = e.Message;
        }

        Part.Graph.Output.Clear();
        Part.Graph.Output.AddRange(Outputs.Select((name, i) => (Actual ?? _expected)[i].Type.ToOnnx(name)));
    }
}
