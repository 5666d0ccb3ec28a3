using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>A file beside what the model would be exported as: which value of the model each name of the file stands for.</summary>
internal sealed class NodeMatch
{
    private readonly HashSet<string> _known;

    private NodeMatch(ModelProto file, ExportedGraph export)
    {
        Export = export;
        _known = [.. Names(export.Model)];
        Missing = [.. _known.Except(Names(file))];
        Unknown = [.. Names(file).Distinct().Except(_known)];
    }

    /// <summary>The model as it would be written.</summary>
    public ExportedGraph Export { get; }

    /// <summary>What nodes of the file compute under names that the export does not have.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>What nodes of the export compute and none of the file does.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The export of the model whose names are most like those of the file.</summary>
    /// <exception cref="ExportException">The model cannot be exported as the file was.</exception>
    public static NodeMatch Of(Model model, ModelProto file, ExportOptions? options)
    {
        var opset = (int?)file.OpsetImport.FirstOrDefault(o => o.Domain.Length == 0)?.Version;
        if (options is not null) return new(file, OnnxExport.Export(model, options with { Opset = options.Opset ?? opset }));

        var logits = model.Outputs.All(o => o.Name != Verification.Logits) && file.Graph.Output.Any(o => o.Name == Verification.Logits);
        var labels = NumbersOnlyMark.IsIn(file) ? ExportLabels.None : ExportLabels.Names;
        NodeMatch? best = null;
        foreach (var (fold, collapse) in (ReadOnlySpan<(bool, bool)>)[(true, false), (false, false), (true, true), (false, true)])
        {
            var match = new NodeMatch(
                file,
                OnnxExport.Export(
                    model,
                    new()
                    {
                        Opset = opset, IncludeLogits = logits, FoldBatchNormalization = fold, CollapseLinear = collapse, Labels = labels,
                    }));
            if (best is null || match.Strangers < best.Strangers)
                best = match;
            if (best.Strangers == 0)
                break;
        }

        return best!;
    }

    private int Strangers => Unknown.Count + Missing.Count;

    /// <summary>The model's value of a name; null for one that exists in the file only.</summary>
    public Value? Value(string name) => _known.Contains(name) ? Export.Values.GetValueOrDefault(name) : null;

    /// <summary>Names that only one of the two has, in words.</summary>
    public IEnumerable<string> Notes()
    {
        if (Unknown.Count > 0)
            yield return $"the file computes {List(Unknown)}, which the model as it would be exported now does not have: other export "
                + "options, another release, or a change of the file";
        if (Missing.Count > 0)
            yield return $"the model as it would be exported now computes {List(Missing)}, which the file does not have";
    }

    /// <summary>
    /// What is written otherwise in the part of the file that yields <paramref name="name"/> than in that part of the export, in words.
    /// </summary>
    public IEnumerable<string> Changes(ModelProto part, string name)
    {
        var nodes = Producers(Export.Model);
        var constants = Export.Model.Graph.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var node in part.Graph.Node)
        {
            if (node.Output.FirstOrDefault(nodes.ContainsKey) is not { } output) continue;
            var own = nodes[output];
            var place = output == name ? "the node" : $"the node of '{output}'";
            if (node.OpType != own.OpType)
                yield return $"{place} is {node.OpType} in the file and {own.OpType} in the model's export";
            if (!node.Input.SequenceEqual(own.Input))
                yield return $"{place} reads {Text(node.Input)} in the file and {Text(own.Input)} in the model's export";
            foreach (var attribute in node.Attribute.Select(a => a.Name).Union(own.Attribute.Select(a => a.Name)))
            {
                var (there, here) = (Find(node, attribute), Find(own, attribute));
                if (!Equals(there, here))
                    yield return $"{place} has the attribute {attribute} = {Text(there)} in the file and {Text(here)} in the model's "
                        + "export";
            }
        }

        foreach (var tensor in part.Graph.Initializer)
        {
            if (constants.TryGetValue(tensor.Name, out var own) && !tensor.Equals(own)) yield return ConstantChange(tensor, own);
        }
    }

    private static string ConstantChange(TensorProto file, TensorProto export)
    {
        if (file.DataType != export.DataType || !file.Dims.SequenceEqual(export.Dims) || file.RawData.Length != export.RawData.Length)
            return $"the constant '{file.Name}' is of another type or shape than in the model's export";
        var count = file.Dims.Aggregate(1L, (product, d) => product * d);
        if (file.RawData.Length == 0 || count == 0) return $"the constant '{file.Name}' is another than in the model's export";
        var size = (int)(file.RawData.Length / count);
        var (a, b) = (file.RawData.ToByteArray(), export.RawData.ToByteArray());
        var different = Enumerable.Range(0, (int)count).Count(i => !a.AsSpan(i * size, size).SequenceEqual(b.AsSpan(i * size, size)));
        return Invariant($"{different} of the {count} elements of the constant '{file.Name}' are others than in the model's export");
    }

    private static IEnumerable<string> Names(ModelProto model) => model.Graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0);

    private static Dictionary<string, NodeProto> Producers(ModelProto model) =>
        model
            .Graph.Node.SelectMany(n => n.Output.Where(o => o.Length > 0).Select(o => (o, n)))
            .ToDictionary(p => p.o, p => p.n, StringComparer.Ordinal);

    private static AttributeProto? Find(NodeProto node, string attribute) => node.Attribute.FirstOrDefault(a => a.Name == attribute);

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(3).Select(n => $"'{n}'")) + (names.Count > 3 ? Invariant($" and {names.Count - 3} more") : "");

    private static string Text(IEnumerable<string> names) => $"({string.Join(", ", names)})";

    private static string Text(AttributeProto? attribute) => attribute?.Type switch
    {
        null => "nothing",
        AttributeProto.Types.AttributeType.Int => FormattableString.Invariant($"{attribute.I}"),
        AttributeProto.Types.AttributeType.Float => FormattableString.Invariant($"{attribute.F}"),
        AttributeProto.Types.AttributeType.String => $"'{attribute.S.ToStringUtf8()}'",
        AttributeProto.Types.AttributeType.Ints => $"[{InvariantText.Join<long>(", ", [.. attribute.Ints])}]",
        AttributeProto.Types.AttributeType.Floats => $"[{InvariantText.Join<float>(", ", [.. attribute.Floats])}]",
        _ => "a value of its own",
    };
}
