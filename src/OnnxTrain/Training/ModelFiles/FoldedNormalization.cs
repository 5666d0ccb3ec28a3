using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Loads weights from a file whose batch normalization was folded into the layers before it. The layer gets the weights of the file, and
/// the normalization only adds the bias of the file: γ = 1, μ = 0, σ² = 1 − ε. The model computes what the file computes, and can be
/// trained further.
/// </summary>
internal static class FoldedNormalization
{
    /// <summary>
    /// Sets the variables of every normalization that is not in the file. Returns the variables that are complete, and the names in the
    /// file that their values came from.
    /// </summary>
    public static (HashSet<Variable> Variables, HashSet<string> Names) Read(ModelProto file, Model model)
    {
        var tensors = file.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var (done, names) = (new HashSet<Variable>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var node in new Graph(model.Inputs, [model.InferenceOutput]).Nodes)
        {
            if (node.Op is not BatchNormalizationInferenceOp { Epsilon: var epsilon } || Layer(node.Inputs[0]) is not { } layer)
                continue;
            if (
                VariableOf(layer.Inputs[1]) is not { } weight
                || VariableOf(node.Inputs[3]) is not { } mean
                || tensors.ContainsKey(mean.Name))
                continue;
            if (
                VariableOf(node.Inputs[1]) is not { } scale
                || VariableOf(node.Inputs[2]) is not { } shift
                || VariableOf(node.Inputs[4]) is not { } variance)
                continue;
            var own = layer.Inputs.Count > 2 ? VariableOf(layer.Inputs[2]) : null;
            var name = own?.Name ?? Trace.Join(weight.Name.LastIndexOf('.') is >= 0 and var dot ? weight.Name[..dot] : "", "bias");
            if (!tensors.TryGetValue(name, out var bias) || !shift.TryRead(bias)) continue;
            names.Add(name);
            Fill(scale, 1);
            Fill(mean, 0);
            Fill(variance, 1 - epsilon);
            done.UnionWith([scale, shift, mean, variance]);
            if (own is null) continue;
            Fill(own, 0);
            done.Add(own);
        }

        return (done, names);
    }

    private static Node? Layer(Value value)
    {
        while (value.Producer is { Op: IdentityOp } same) value = same.Inputs[0];
        return value.Producer is { Op: ConvOp or ConvTransposeOp or GemmOp } layer ? layer : null;
    }

    private static Variable? VariableOf(Value value) => value is VariableValue { Variable: var variable } ? variable : null;

    private static void Fill(Variable variable, double number) =>
        variable.AssignNumbers([.. Enumerable.Repeat(number, variable.Count)]);
}
