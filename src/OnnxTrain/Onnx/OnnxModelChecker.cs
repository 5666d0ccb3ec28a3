namespace OnnxTrain.Onnx;

/// <summary>
/// A structural check of a model before it is written: every name is defined once and before its use, every output is typed and computed,
/// and versions are consistent. A failure is a bug in an exporter, never in a user's model.
/// </summary>
internal static class OnnxModelChecker
{
    public static void Check(ModelProto model)
    {
        var problems = Problems(model).ToList();
        if (problems.Count > 0)
            throw new InvalidOperationException($"The ONNX model is not well formed and was not written: {string.Join("; ", problems)}.");
    }

    public static IEnumerable<string> Problems(ModelProto model)
    {
        var domains = model.OpsetImport.ToDictionary(o => o.Domain, o => o.Version, StringComparer.Ordinal);
        if (!domains.TryGetValue("", out var opset))
            yield return "the opset of ai.onnx is missing";
        else if (opset is < OnnxVersions.MinimumOpset or > OnnxVersions.MaximumOpset)
            yield return Invariant($"opset {opset} is out of range");
        else if (model.IrVersion < OnnxVersions.LowestIrVersion((int)opset))
            yield return Invariant($"IR version {model.IrVersion} cannot carry opset {opset}");

        var defined = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in model.Graph.Input)
        {
            if (!IsTyped(input)) yield return $"the input '{input.Name}' has no type or shape";
            if (!defined.Add(input.Name)) yield return $"'{input.Name}' is defined twice";
        }

        foreach (var initializer in model.Graph.Initializer)
        {
            if (!defined.Add(initializer.Name)) yield return $"'{initializer.Name}' is defined twice";
            if (!HoldsItsShape(initializer)) yield return $"the data of '{initializer.Name}' do not fill its shape";
        }

        var (all, nodeNames) = (new HashSet<string>(defined, StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var problem in NodeProblems(model.Graph, domains, defined, all, nodeNames)) yield return problem;
        if (model.Graph.Output.Count == 0) yield return "the graph has no output";
        foreach (var output in model.Graph.Output)
        {
            if (!IsTyped(output)) yield return $"the output '{output.Name}' has no type or shape";
            if (!defined.Contains(output.Name)) yield return $"the output '{output.Name}' is not computed";
        }
    }

    /// <summary>
    /// A graph within a node reads the names around it, and its own are not seen outside; but no name may be defined twice in the file,
    /// since runtimes inline such graphs.
    /// </summary>
    private static IEnumerable<string> NodeProblems(
        GraphProto graph, Dictionary<string, long> domains, HashSet<string> defined, HashSet<string> all, HashSet<string> nodeNames)
    {
        foreach (var node in graph.Node)
        {
            if (!nodeNames.Add(node.Name))
                yield return $"two nodes are named '{node.Name}'";
            if (!domains.ContainsKey(node.Domain))
                yield return $"node '{node.Name}' uses the domain '{node.Domain}', which is not imported";
            foreach (var input in node.Input.Where(i => i.Length > 0 && !defined.Contains(i)))
                yield return $"node '{node.Name}' reads '{input}' before it is defined";
            foreach (var inner in node.Attribute.Select(a => a.G).Where(g => g is not null))
            {
                var own = new HashSet<string>(defined, StringComparer.Ordinal);
                foreach (var input in inner.Input)
                {
                    own.Add(input.Name);
                    if (!all.Add(input.Name)) yield return $"'{input.Name}' is defined twice";
                }

                foreach (var problem in NodeProblems(inner, domains, own, all, nodeNames)) yield return problem;
                foreach (var output in inner.Output.Where(o => !own.Contains(o.Name)))
                    yield return $"the output '{output.Name}' of a graph in '{node.Name}' is not computed";
            }

            foreach (var output in node.Output.Where(o => o.Length > 0))
            {
                defined.Add(output);
                if (!all.Add(output)) yield return $"'{output}' is defined twice";
            }
        }
    }

    private static bool IsTyped(ValueInfoProto value) => value.Type?.TensorType is { HasElemType: true, Shape: not null };

    private static bool HoldsItsShape(TensorProto tensor)
    {
        var count = tensor.Dims.Aggregate(1L, (product, d) => product * d);
        var type = (TensorProto.Types.DataType)tensor.DataType;
        if (type == TensorProto.Types.DataType.String) return tensor.StringData.Count == count;
        return OnnxDataTypes.Bits(type) is > 0 and var bits && tensor.RawData.Length == ((count * bits) + 7) / 8;
    }
}
