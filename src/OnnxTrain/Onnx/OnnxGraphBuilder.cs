using System.Runtime.InteropServices;
using Google.Protobuf;

namespace OnnxTrain.Onnx;

/// <summary>An ONNX graph being written: unique names, shared constants, the operator sets in use.</summary>
internal sealed class OnnxGraphBuilder(int opset, string graphName)
{
    private readonly OnnxGraphBuilder? _outer;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _axes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _domains = new(StringComparer.Ordinal) { [""] = opset };

    /// <summary>
    /// A graph that is an attribute of a node of <paramref name="outer"/>: its names are unique in both, and it reads the constants and the
    /// lengths of axes of the outer graph.
    /// </summary>
    public OnnxGraphBuilder(OnnxGraphBuilder outer, string graphName)
        : this(outer.Opset, graphName) => (_outer, _names) = (outer, outer._names);

    public int Opset => opset;

    public GraphProto Graph { get; } = new() { Name = graphName };

    /// <summary>Operator sets by domain, "" for ai.onnx.</summary>
    public IReadOnlyDictionary<string, int> Domains => _domains;

    /// <summary><paramref name="hint"/>, or <paramref name="hint"/>_2, _3 … when it is taken.</summary>
    public string UniqueName(string hint)
    {
        var name = hint;
        for (var n = 2; !_names.Add(name); n++) name = Invariant($"{hint}_{n}");
        return name;
    }

    public void Import(string domain, int version)
    {
        if (_outer is not null) _outer.Import(domain, version);
        else _domains[domain] = Math.Max(version, _domains.GetValueOrDefault(domain));
    }

    public void AddInput(ValueInfoProto input)
    {
        Reserve(input.Name);
        Graph.Input.Add(input);
    }

    /// <summary>Declares an output; its name has been taken by the node that yields it.</summary>
    public void AddOutput(ValueInfoProto output) => Graph.Output.Add(output);

    public void AddInitializer(TensorProto tensor)
    {
        Reserve(tensor.Name);
        Graph.Initializer.Add(tensor);
    }

    /// <summary>Reserves a name that must not change.</summary>
    public void Reserve(string name)
    {
        if (!_names.Add(name))
            throw new InvalidOperationException($"The name '{name}' is used twice in the ONNX graph; rename one of its uses.");
    }

    /// <summary>Adds a node, named for its first output.</summary>
    public void AddNode(string opType, string[] inputs, string[] outputs, AttributeProto[] attributes, string domain = "")
    {
        var node = new NodeProto { Name = outputs[0], OpType = opType };
        if (domain.Length > 0) node.Domain = domain;
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
    }

    /// <summary>An initializer with the content of <paramref name="tensor"/>; equal contents share one.</summary>
    public string Constant(TensorProto tensor)
    {
        if (_outer is not null) return _outer.Constant(tensor);
        var hint = tensor.Name;
        tensor.ClearName();
        var content = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(tensor.ToByteArray()));
        if (_constants.TryGetValue(content, out var known)) return known;
        tensor.Name = UniqueName(hint);
        Graph.Initializer.Add(tensor);
        return _constants[content] = tensor.Name;
    }

    public string Int64Constant(ReadOnlySpan<long> values, long[] dimensions)
    {
        var tensor = new TensorProto
        {
            Name = $"int64_{string.Join("_", values.ToArray().Select(v => Invariant($"{v}")))}",
            DataType = (int)TensorProto.Types.DataType.Int64,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        tensor.Dims.AddRange(dimensions);
        return Constant(tensor);
    }

    /// <summary>The length of the named axis as an int64 vector of one element, read from a graph input when the file runs.</summary>
    public string Axis(string axis)
    {
        if (_outer is not null) return _outer.Axis(axis);
        if (_axes.TryGetValue(axis, out var known)) return known;
        foreach (var input in Graph.Input)
        {
            var dimensions = input.Type.TensorType.Shape.Dim;
            for (var i = 0; i < dimensions.Count; i++)
            {
                if (!dimensions[i].HasDimParam || dimensions[i].DimParam != axis) continue;
                var shape = UniqueName($"axes/{axis}/shape");
                AddNode("Shape", [input.Name], [shape], []);
                var length = UniqueName($"axes/{axis}");
                AddNode("Gather", [shape, Int64Constant([i], [1])], [length], []);
                return _axes[axis] = length;
            }
        }

        throw new InvalidOperationException($"No input of the graph has the axis '{axis}', so the ONNX file cannot know its length.");
    }
}
