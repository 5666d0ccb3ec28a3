using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Exports models to ONNX files.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes the model as an ONNX file: with preprocessing, for any number of rows, and with the weights named by their paths. The file is
    /// written completely or not at all, and the same model gives the same bytes.
    /// </summary>
    /// <param name="model">The model, trained or not.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <param name="options">The operator set and other choices.</param>
    /// <exception cref="ExportException">The model cannot be exported as requested.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing file is kept.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static void ExportOnnx(this Model model, string path, ExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        OnnxFile.Write(ToOnnx(model, options), path);
    }

    internal static ModelProto ToOnnx(this Model model, ExportOptions? options = null) => Export(model, options).Model;

    /// <summary>The file, and the value of the model for each name in the file: for a rewritten value, the original.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The operator set and other choices.</param>
    /// <param name="variablesAsInputs">Whether variables are inputs, after the others, instead of initializers.</param>
    internal static ExportedGraph Export(Model model, ExportOptions? options = null, bool variablesAsInputs = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        var (inputs, output, ownOutputs) = ReshapedInputs.Of(model, options.InputShapes);
        List<(string Name, Value Value)> outputs = [.. ownOutputs];
        if (options.IncludeLogits)
        {
            if (model.Inputs.Any(i => ((InputValue)i).Name == "logits") || model.Parameters.Any(p => p.Name == "logits"))
                throw new ExportException(
                    "An input or parameter of the model is called 'logits', so no output can be; leave IncludeLogits out.");
            outputs.Add(("logits", output));
        }

        if (options.Labels == ExportLabels.None) (inputs, outputs) = WithoutLabels(model, inputs, outputs);
        var rewrite = new GraphRewrite(new(inputs, [.. outputs.Select(o => o.Value)]), [.. Passes(options)]);
        outputs = [.. outputs.Select(o => (o.Name, rewrite.Of(o.Value)))];
        var origins = rewrite.Changed.GroupBy(pair => pair.Value).ToDictionary(g => g.Key, g => g.First().Key);
        var (proto, written, paths, fileInputs) = GraphExporter.Export("model", inputs, outputs, options.Opset, variablesAsInputs);
        proto.DocString = options.Description.Length > 0 ? options.Description : Describe(model);
        proto.Graph.DocString = "Inputs are raw; all preprocessing is in this graph. The first axis is the number of rows.";
        foreach (var declared in proto.Graph.Input.Where(input => model.Inputs.Any(own => ((InputValue)own).Name == input.Name)))
            declared.DocString = model.DescribeInput(declared.Name);
        foreach (var declared in proto.Graph.Output) declared.DocString = OutputDoc(model, declared.Name);
        foreach (var key in model.Metadata.Keys.Where(k => k.Contains('\0', StringComparison.Ordinal)))
            throw new ExportException(
                $"The name '{key.Replace("\0", "\\0", StringComparison.Ordinal)}' in Model.Metadata contains the character NUL, which ends "
                    + "names in ONNX Runtime.");
        foreach (var (key, value) in model.Metadata)
            proto.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        if (options.Labels == ExportLabels.None) NumbersOnly.Describe(model, proto);
        return new(
            proto,
            written.ToDictionary(w => w.Key, w => origins.GetValueOrDefault(w.Value, w.Value), StringComparer.Ordinal),
            paths, fileInputs);
    }

    /// <summary>Inputs and outputs of numbers only; what is computed from them is the model of the file, node by node.</summary>
    private static (IReadOnlyList<Value> Inputs, List<(string Name, Value Value)> Outputs) WithoutLabels(
        Model model, IReadOnlyList<Value> inputs, IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var kept = NumbersOnly.Outputs(model, outputs);
        var graph = new Graph(inputs, [.. kept.Select(o => o.Value)]);
        NumbersOnly.Require(graph, kept);
        var rewrite = new GraphRewrite(graph, new NumbersOnlyPass());
        return (rewrite.Graph.Feeds, [.. kept.Select(o => (o.Name, rewrite.Of(o.Value)))]);
    }

    private static IEnumerable<GraphPass> Passes(ExportOptions options)
    {
        if (options.FoldBatchNormalization) yield return new BatchNormalizationFoldPass();
        if (options.CollapseLinear) yield return new LinearCollapsePass();
    }

    private static string Describe(Model model) => model.Task switch
    {
        ModelTask.Classification => Invariant($"Classifier of {model.Classes.Count} classes with {model.ParameterCount} parameters."),
        ModelTask.Regression => Invariant($"Regression model with {model.ParameterCount} parameters."),
        _ => Invariant($"Network with {model.ParameterCount} parameters."),
    };

    private static string OutputDoc(Model model, string output) => output switch
    {
        "label" when model.Target is ClassTarget { Threshold: { } threshold } => Invariant(
            $"The class of each row: '{model.Classes[1]}' if its probability is at least {threshold:R}, else '{model.Classes[0]}'."),
        "label" => "The most probable class of each row.",
        "probabilities" => $"The probability of each class: {string.Join(", ", model.Classes)}.",
        "prediction" => "The predicted number of each row, in the target's units.",
        "logits" => "The raw output of the network, before softmax.",
        _ => "",
    };
}
