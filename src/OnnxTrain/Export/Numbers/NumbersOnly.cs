using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Files exported with <see cref="ExportLabels.None"/>.</summary>
internal static class NumbersOnly
{
    private const string Classes = "classes";

    /// <summary>The outputs of a model without its labels.</summary>
    public static List<(string Name, Value Value)> Outputs(Model model, IReadOnlyList<(string Name, Value Value)> outputs) =>
        [.. outputs.Where(output => !IsLabel(model, output.Value))];

    /// <exception cref="ExportException">Nothing would be left, or an input of text has no index.</exception>
    public static void Require(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs)
    {
        if (outputs.Count == 0)
            throw new ExportException("All outputs of the model are labels, so a file without labels would have no output.");
        if (new NumbersOnlyPass().Refuses(graph) is { } reason)
            throw new ExportException($"The model cannot be written with {nameof(ExportOptions.Labels)} = {nameof(ExportLabels.None)}: "
                + reason);
    }

    /// <summary>Marks a file, and says what its inputs take.</summary>
    public static void Describe(Model model, ModelProto file)
    {
        foreach (var input in file.Graph.Input.Where(input => model.Inputs.Any(i => ((InputValue)i).Name == input.Name)))
            input.DocString = model.DescribeNumbers(input.Name);
        file.MetadataProps.Add(NumbersOnlyMark.Entry);
        if (model.Classes.Count > 0 && file.MetadataProps.All(entry => entry.Key != Classes))
            file.MetadataProps.Add(new StringStringEntryProto { Key = Classes, Value = string.Join(",", model.Classes) });
    }

    private static bool IsLabel(Model model, Value output) =>
        output.ElementType == ElementType.String
        || (output.ElementType == ElementType.Int64 && model.Target.Parts.Any(part => part.Classes.Count > 0));
}
