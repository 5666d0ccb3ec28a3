using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Writes values of an inference graph, and everything that they are computed from, as an ONNX model.</summary>
internal sealed class GraphExporter
{
    private readonly OnnxGraphBuilder _builder;
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    private GraphExporter(int opset, string name) => _builder = new(opset, name);

    /// <inheritdoc cref="Export"/>
    public static ModelProto Write(
        string name, IReadOnlyList<Value> inputs, IReadOnlyList<(string Name, Value Value)> outputs, int? opset = null,
        bool variablesAsInputs = false
    ) => Export(name, inputs, outputs, opset, variablesAsInputs).Model;

    /// <param name="name">The graph's name.</param>
    /// <param name="inputs">Inputs in the order of the file.</param>
    /// <param name="outputs">Outputs and their names, in the order of the file.</param>
    /// <param name="opset">The operator set of ai.onnx, or null for the lowest possible, at least 17.</param>
    /// <param name="variablesAsInputs">Whether variables are inputs, after the others, instead of initializers.</param>
    public static ExportedGraph Export(
        string name, IReadOnlyList<Value> inputs, IReadOnlyList<(string Name, Value Value)> outputs, int? opset = null,
        bool variablesAsInputs = false)
    {
        var graph = new Graph(inputs, [.. outputs.Select(o => o.Value)]);
        if (graph.Variables.GroupBy(v => v.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new ExportException(
                $"Two variables are called '{same.Key}', and a file identifies them only by name. A model that shares modules of others "
                    + "has the names of those models: export them, or hold the modules in fields of different names before creating the "
                    + "models.");
        var exporter = new GraphExporter(ChooseOpset(graph, opset), name);
        exporter.AddInputs(inputs.Cast<InputValue>());
        exporter.AddVariables(graph, variablesAsInputs);
        exporter.NameOutputs(outputs);
        exporter.AddNamedConstants(graph);
        foreach (var node in graph.Nodes) exporter.AddNode(node);
        exporter.AddOutputs(outputs);
        return new(Model(exporter._builder), exporter._values, exporter._paths, inputs);
    }

    private static int ChooseOpset(Graph graph, int? wanted)
    {
        var needed = graph.Nodes.MaxBy(n => n.Op.MinimumOpset);
        if (wanted is not { } opset) return Math.Max(OnnxVersions.DefaultOpset, needed?.Op.MinimumOpset ?? 0);
        if (opset is < OnnxVersions.MinimumOpset or > OnnxVersions.MaximumOpset)
            throw new ExportException(
                $"Opset {opset} cannot be written; choose one from {OnnxVersions.MinimumOpset} to {OnnxVersions.MaximumOpset}.");
        if (needed is not null && needed.Op.MinimumOpset > opset)
        {
            var place = needed.Path.Length > 0 ? $" in {needed.Path}" : "";
            throw new ExportException($"{needed.Op.Title}{place} needs opset {needed.Op.MinimumOpset}; {opset} was requested.");
        }

        return opset;
    }

    private void AddInputs(IEnumerable<InputValue> inputs)
    {
        foreach (var input in inputs)
        {
            _builder.AddInput(input.Type.ToOnnx(input.Name));
            _names[input] = input.Name;
        }
    }

    private void AddVariables(Graph graph, bool asInputs)
    {
        foreach (var variable in graph.Variables)
        {
            if (asInputs) _builder.AddInput(variable.ToValue().Type.ToOnnx(variable.Name));
            else _builder.AddInitializer(variable.ToOnnx());
            _names[variable.ToValue()] = variable.Name;
        }
    }

    /// <summary>Gives the results of nodes that compute outputs the names of the outputs.</summary>
    private void NameOutputs(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        foreach (var (name, value) in outputs)
        {
            _builder.Reserve(name);
            if (value.Producer is not null) _names.TryAdd(value, name);
        }
    }

    /// <summary>Constants that replace variables get their names, if these are free.</summary>
    private void AddNamedConstants(Graph graph)
    {
        foreach (var constant in graph.Nodes.SelectMany(n => n.Inputs).OfType<ConstantValue>().Distinct())
        {
            if (constant.Name is not { } name) continue;
            _names[constant] = _builder.UniqueName(name);
            _builder.Graph.Initializer.Add(constant.Tensor.ToOnnx(_names[constant]));
        }
    }

    private void AddNode(Node node)
    {
        var hint = node.Path.Replace(".", "/", StringComparison.Ordinal);
        foreach (var output in node.Outputs)
        {
            if (!_names.ContainsKey(output))
                _names[output] = _builder.UniqueName(hint.Length > 0 ? $"{hint}/{node.Op.Name}" : node.Op.Name);
            Note(_names[output], output);
        }

        string[] outputs = [.. node.Outputs.Select(o => _names[o])];
        string[] inputs = [.. node.Inputs.Select(i => Name(i, outputs[0]))];
        try
        {
            node.Op.ToOnnx(new(node, _builder, inputs, outputs, Note));
        }
        catch (NotSupportedException e)
        {
            throw new ExportException(
                $"{node.Op.Name}{(node.Path.Length > 0 ? $" in {node.Path}" : "")} cannot be written. {e.Message}", e);
        }

        void Note(string name, Value value) => (_values[name], _paths[name]) = (value, node.Path);
    }

    private string Name(Value value, string reader) => value is ConstantValue constant && !_names.ContainsKey(value)
        ? _builder.Constant(constant.Tensor.ToOnnx($"{reader}/constant"))
        : _names[value];

    /// <summary>Declares the outputs. An output that is an input, a variable, a constant or another output gets an Identity node.</summary>
    private void AddOutputs(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        foreach (var (name, value) in outputs)
        {
            _values[name] = value;
            if (value is ConstantValue || _names[value] != name) _builder.AddNode("Identity", [Name(value, name)], [name], []);
            _builder.AddOutput(value.Type.ToOnnx(name));
        }
    }

    /// <summary>The model of a written graph.</summary>
    public static ModelProto Model(OnnxGraphBuilder builder)
    {
        var model = new ModelProto
        {
            IrVersion = OnnxVersions.LowestIrVersion(builder.Opset),
            ProducerName = "OnnxTrain",
            ProducerVersion = typeof(GraphExporter).Assembly.GetName().Version!.ToString(3),
            Graph = builder.Graph,
        };
        foreach (var (domain, version) in builder.Domains)
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        OnnxModelChecker.Check(model);
        return model;
    }
}
