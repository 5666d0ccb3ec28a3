namespace OnnxTrain.Tests.Layers.Networks;

/// <summary>Small networks with weights made by a formula, the same here and in PyTorch, in float64.</summary>
internal static class NetworkNumbers
{
    public static Model NewModel(Module network, params int[] sizes)
    {
        var model = new Model(network, Value.Input("x", ElementType.Float64, ["batch", .. sizes.Select(s => (Dimension)s)]));
        foreach (var variable in Variables(model)) variable.Assign<double>(Weights(variable));
        return model;
    }

    public static IEnumerable<Variable> Variables(Model model) => model.Parameters.Concat(model.Buffers);

    /// <summary>sin(0.11 i).</summary>
    public static double[] Data(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(0.11 * i))];

    /// <summary>A plan of the loss of a training step and its gradients by all parameters, fed with <see cref="Data"/>.</summary>
    /// <remarks>
    /// The loss is cross-entropy with the classes 0, 1, 2 …, or the mean square of what a network of images yields less half of
    /// <see cref="Data"/>.
    /// </remarks>
    public static (Plan Plan, Value Loss, IReadOnlyList<Value> Gradients) Step(Model model, int batch, bool updates)
    {
        var isImage = model.Output.Rank == 4;
        var target = isImage
            ? Value.Input("target", ElementType.Float64, model.Output.Shape)
            : Value.Input("target", ElementType.Int64, ["batch"]);
        var loss = isImage ? new MseLoss().Of(model.Output, target) : new CrossEntropyLoss().Of(model.Output, target);
        var gradients = loss.Gradient([.. model.Parameters.Select(p => p.ToValue())]);
        var plan = new Plan(
            new([.. model.Inputs, target], [loss, .. gradients], updates ? model.Updates : []),
            new Dictionary<string, long> { ["batch"] = batch });
        var x = plan.Elements<double>(model.Inputs[0]);
        Data(x.Length).CopyTo(x);
        if (isImage)
        {
            var y = plan.Elements<double>(target);
            Array.ConvertAll(Data(y.Length), v => v / 2).CopyTo(y);
        }
        else
        {
            for (var i = 0; i < batch; i++) plan.Elements<long>(target)[i] = i % model.Output.Shape[1].Size;
        }

        return (plan, loss, gradients);
    }

    /// <summary>
    /// Around 1 for scales and variances, around 0 for other vectors, of variance 2 / fan-in for weights; the phase is a sum over the name.
    /// </summary>
    private static double[] Weights(Variable variable)
    {
        if (variable.LocalName == "num_batches_tracked") return [0];
        double phase = variable.Name.Sum(c => c) % 101;
        var indices = Enumerable.Range(0, variable.Count);
        if (variable.Shape.Rank > 1)
        {
            var scale = Math.Sqrt(4.0 / (variable.Count / variable.Shape[0].Size));
            return [.. indices.Select(i => Math.Sin((0.37 * i) + phase) * scale)];
        }

        return variable.LocalName is "weight" or "running_var"
            ? [.. indices.Select(i => 1 + (0.2 * Math.Sin((0.7 * i) + phase)))]
            : [.. indices.Select(i => 0.1 * Math.Sin((0.7 * i) + phase))];
    }
}
