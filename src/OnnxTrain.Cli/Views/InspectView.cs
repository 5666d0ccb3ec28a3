using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>The content of an ONNX file.</summary>
internal static class InspectView
{
    private const int MostRows = 40;

    public static void Write(Page page, ModelProto model, string path, bool nodes)
    {
        page.Heading(Path.GetFileName(path), $"{Numbers.Bytes(new FileInfo(path).Length)}, {Producer(model)}");
        if (model.DocString.Length > 0) page.Line(model.DocString.ReplaceLineEndings(" "));
        page.Fact("IR version", $"{model.IrVersion}");
        page.Fact(
            "opset",
            string.Join(", ", model.OpsetImport.Select(o => o.Domain.Length == 0 ? $"{o.Version}" : $"{o.Domain} {o.Version}")));

        var stored = model
            .Graph.Initializer.Select(t => t.Name)
            .Concat(model.Graph.SparseInitializer.Select(t => t.Values.Name))
            .ToHashSet();
        Values(page, "Inputs", [.. model.Graph.Input.Where(input => !stored.Contains(input.Name))]);
        Values(page, "Outputs", [.. model.Graph.Output]);
        Description(page, model);
        Tensors(page, model.Graph);
        NodeTypes(page, model.Graph);
        if (nodes) Nodes(page, model.Graph);
        Metadata(page, model);
    }

    private static string Producer(ModelProto model) => model.ProducerName.Length == 0
        ? "producer unknown"
        : $"written by {model.ProducerName} {model.ProducerVersion}".TrimEnd();

    private static void Values(Page page, string title, IReadOnlyList<ValueInfoProto> values)
    {
        page.Blank();
        page.Heading(title, $"{values.Count}");
        page.Facts([.. values.Select(value => (value.Name, Text(value)))]);
    }

    private static string Text(ValueInfoProto value) =>
        $"{OnnxTypeText.Of(value.Type)}{(value.DocString.Length > 0 ? $"  {value.DocString.ReplaceLineEndings(" ")}" : "")}";

    /// <summary>What a model of this library makes of each column.</summary>
    private static void Description(Page page, ModelProto model)
    {
        try
        {
            if (DataModelFile.Describes(model) is not { } description) return;
            var network = description.Body.Describe(description.Features, description.Target.Width);
            var columns = StartView.Columns(description).ToList();
            page.Blank();
            page.Heading("Model", network);
            page.Facts([
                .. columns.Take(Math.Min(MostRows, description.Features.Count)), .. columns.Skip(description.Features.Count)
                    .Select(target => (target.Label, $"{target.Text}, the target")),
            ]);
            if (description.Features.Count > MostRows) page.Line($"… and {description.Features.Count - MostRows} more");
        }
        catch (Exception e) when (e is DataException or ArgumentException or InvalidOperationException or OverflowException)
        {
            page.Blank();
            page.Heading("Model", $"its description cannot be read: {e.Message}", Page.Bad);
        }
    }

    private static void Tensors(Page page, GraphProto graph)
    {
        var total = graph.Initializer.Sum(OnnxTypeText.Count);
        page.Blank();
        page.Heading("Stored", $"{Numbers.Count(graph.Initializer.Count, "tensor")}, {Numbers.Count(total, "element")}");
        page.Facts([.. graph.Initializer.Take(MostRows).Select(tensor => (tensor.Name, OnnxTypeText.Of(tensor)))]);
        if (graph.Initializer.Count > MostRows) page.Line($"… and {graph.Initializer.Count - MostRows} more");
    }

    private static void NodeTypes(Page page, GraphProto graph)
    {
        page.Blank();
        page.Heading("Nodes", $"{graph.Node.Count}");
        var counts = graph.Node.CountBy(Operator).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);
        page.Line(string.Join(", ", counts.Select(pair => $"{pair.Value}×{pair.Key}")));
    }

    private static void Nodes(Page page, GraphProto graph)
    {
        page.Blank();
        foreach (var node in graph.Node) page.Line($"{Operator(node)}({string.Join(", ", node.Input)}) → {string.Join(", ", node.Output)}");
    }

    private static void Metadata(Page page, ModelProto model)
    {
        if (model.MetadataProps.Count == 0) return;
        page.Blank();
        page.Heading("Metadata");

        page.Facts([.. model.MetadataProps.Select(property => (property.Key, Text(property)))]);
    }

    private static string Text(StringStringEntryProto property) => property.Key switch
    {
        // The tool reads it; for people the rest says the same.
        ModelDescription.MetadataKey or EnsembleSpec.MetadataKey or "onnxtrain.tabular" or "onnxtrain.image" =>
            "the model's description, read by verify",
        "features" or "classes" => property.Value.Replace(",", ", ", StringComparison.Ordinal),
        _ => property.Value.ReplaceLineEndings(" "),
    };

    private static string Operator(NodeProto node) => node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}";
}
