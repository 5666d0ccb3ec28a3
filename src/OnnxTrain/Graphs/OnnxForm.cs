using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>The context for writing an operator as ONNX: the names of its inputs and outputs, and the graph being built.</summary>
/// <param name="node">The node of the operator.</param>
/// <param name="builder">The graph being built.</param>
/// <param name="inputs">The names of its inputs.</param>
/// <param name="outputs">The names of its outputs.</param>
/// <param name="named">Receives the value of the library's graph for each name of an expanded formula.</param>
internal sealed class OnnxForm(Node node, OnnxGraphBuilder builder, string[] inputs, string[] outputs, Action<string, Value>? named = null)
{
    public Node Node => node;

    public int Opset => builder.Opset;

    /// <summary>
    /// Whether the operator computes in float64, which attributes cannot hold and some operators of ONNX Runtime do not support.
    /// </summary>
    public bool IsFloat64 => node.Inputs[0].ElementType == ElementType.Float64;

    public string Input(int index = 0) => inputs[index];

    public string Output(int index = 0) => outputs[index];

    /// <summary>Adds a single ONNX node for the operator, with its inputs and outputs in order.</summary>
    public void Emit(string opType, params AttributeProto[] attributes) => EmitWith(opType, inputs, attributes);

    /// <summary>Adds the node that yields the operator's outputs from the given inputs.</summary>
    public void EmitWith(string opType, string[] nodeInputs, params AttributeProto[] attributes) =>
        builder.AddNode(opType, nodeInputs, outputs, attributes);

    /// <summary>Adds the node that yields one of the operator's outputs.</summary>
    public void Yield(string opType, string[] nodeInputs, int output, params AttributeProto[] attributes) =>
        builder.AddNode(opType, nodeInputs, [outputs[output]], attributes);

    /// <summary>Adds the node that yields the operator's outputs, in a domain other than ai.onnx.</summary>
    public void EmitIn(string domain, int version, string opType, params AttributeProto[] attributes)
    {
        builder.Import(domain, version);
        builder.AddNode(opType, inputs, outputs, attributes, domain);
    }

    /// <summary>Adds an intermediate node and returns the name of its output.</summary>
    public string Step(string opType, string[] nodeInputs, params AttributeProto[] attributes) =>
        Steps(opType, nodeInputs, 1, attributes)[0];

    /// <summary>Adds an intermediate node in a domain other than ai.onnx and returns the name of its output.</summary>
    public string StepIn(string domain, int version, string opType, string[] nodeInputs, params AttributeProto[] attributes)
    {
        builder.Import(domain, version);
        var name = builder.UniqueName($"{outputs[0]}/{opType}");
        builder.AddNode(opType, nodeInputs, [name], attributes, domain);
        return name;
    }

    /// <summary>Adds an intermediate node with several outputs and returns their names.</summary>
    public string[] Steps(string opType, string[] nodeInputs, int count, params AttributeProto[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(_ => builder.UniqueName($"{outputs[0]}/{opType}"))];
        builder.AddNode(opType, nodeInputs, names, attributes);
        return names;
    }

    /// <summary>Adds the nodes of a formula in other operators for the operator's outputs.</summary>
    public void Expand(Func<IReadOnlyList<Value>, Value[]> formula)
    {
        var results = formula(node.Inputs);
        var names = new Dictionary<Value, string>();
        for (var i = 0; i < inputs.Length; i++) names[node.Inputs[i]] = inputs[i];
        for (var i = 0; i < results.Length; i++)
        {
            if (!names.TryAdd(results[i], outputs[i])) builder.AddNode("Identity", [names[results[i]]], [outputs[i]], []);
        }

        foreach (var inner in new Graph([.. node.Inputs], results).Nodes) Write(inner, builder, names, named);
    }

    /// <summary>A graph for an attribute of the operator's node.</summary>
    /// <param name="graph">A graph whose feeds are named inputs, one for each input of the operator.</param>
    /// <param name="formal">The number of its first feeds that the operator of ONNX supplies; the others are read from the graph around
    /// it.</param>
    public GraphProto Subgraph(Graph graph, int formal)
    {
        var inner = new OnnxGraphBuilder(builder, $"{outputs[0]}/body");
        var names = new Dictionary<Value, string>();
        for (var i = 0; i < graph.Feeds.Count; i++)
        {
            var feed = (InputValue)graph.Feeds[i];
            names[feed] = i < formal ? builder.UniqueName($"{outputs[0]}/{feed.Name}") : inputs[i];
            if (i < formal) inner.Graph.Input.Add(feed.Type.ToOnnx(names[feed]));
        }

        foreach (var step in graph.Nodes) Write(step, inner, names, null);
        var yielded = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fetch in graph.Fetches)
        {
            var name = NameOf(fetch, names);
            if (fetch.Producer is null || graph.Feeds.Contains(fetch) || !yielded.Add(name))
            {
                var copy = builder.UniqueName($"{outputs[0]}/Identity");
                inner.AddNode("Identity", [name], [copy], []);
                name = copy;
            }

            inner.AddOutput(fetch.Type.ToOnnx(name));
        }

        return inner.Graph;
    }

    /// <summary>Writes a node of a formula or of a graph within the operator.</summary>
    private void Write(Node inner, OnnxGraphBuilder to, Dictionary<Value, string> names, Action<string, Value>? note)
    {
        foreach (var output in inner.Outputs)
        {
            if (!names.ContainsKey(output)) names[output] = builder.UniqueName($"{outputs[0]}/{inner.Op.Name}");
            note?.Invoke(names[output], output);
        }

        inner.Op.ToOnnx(
            new(inner, to, [.. inner.Inputs.Select(v => NameOf(v, names))], [.. inner.Outputs.Select(o => names[o])], note));
    }

    private string NameOf(Value value, Dictionary<Value, string> names) =>
        names.TryGetValue(value, out var name) ? name : Constant(((ConstantValue)value).Tensor);

    /// <summary>A constant int64 vector.</summary>
    public string Integers(params long[] values) => builder.Int64Constant(values, [values.Length]);

    /// <summary>A constant scalar of the element type of input <paramref name="like"/>.</summary>
    public string Scalar(double value, int like = 0) => Constant(TensorData.Scalar(value, node.Inputs[like].ElementType));

    /// <summary>A constant tensor, each number rounded once.</summary>
    public string Numbers(double[] elements, Shape shape, ElementType type) => Constant(TensorData.OfNumbers(elements, shape, type));

    /// <summary>A constant uint64 tensor, for operators on bits.</summary>
    public string Words(ulong[] values, params long[] dimensions) =>
        Constant(TensorData.Of<ulong>(values, [.. dimensions.Select(d => (Dimension)d)]));

    public string Constant(TensorData tensor) => builder.Constant(tensor.ToOnnx($"{outputs[0]}/constant"));

    /// <summary>A shape as an int64 vector; named axes are read from the graph's inputs when the file runs.</summary>
    public string Shape(Shape shape)
    {
        if (shape.IsFixed) return Integers([.. shape.Select(d => d.Size)]);
        string[] parts = [.. shape.Select(Length)];
        return parts.Length == 1 ? parts[0] : Step("Concat", parts, OnnxAttribute.Int("axis", 0));
    }

    /// <summary>The length of an axis as an int64 vector of one element; a named one is computed when the file runs.</summary>
    public string Length(Dimension axis) => new OnnxLengths(this, builder.Axis).Of(axis);
}
