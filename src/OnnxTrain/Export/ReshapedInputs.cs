namespace OnnxTrain;

/// <summary>A model's inputs and outputs for an export with other input shapes.</summary>
internal static class ReshapedInputs
{
    /// <summary>The inputs of the file, the network's output in inference mode, and the outputs of the file.</summary>
    /// <exception cref="ExportException">There is no such input, or the network does not support the shape; the message names the
    /// module.</exception>
    public static (IReadOnlyList<Value> Inputs, Value Output, IReadOnlyList<(string Name, Value Value)> Outputs) Of(
        Model model, IReadOnlyDictionary<string, Shape> shapes)
    {
        if (shapes.Count == 0) return (model.Inputs, model.InferenceOutput, model.Outputs);
        InputValue[] known = [.. model.Inputs.Cast<InputValue>()];
        if (shapes.Keys.FirstOrDefault(name => known.All(i => i.Name != name)) is { } wrong)
            throw new ExportException(
                $"InputShapes names the input '{wrong}'; the model has {string.Join(", ", known.Select(i => $"'{i.Name}'"))}.");
        Value[] inputs =
        [
            .. known.Select(i => shapes.TryGetValue(i.Name, out var shape) ? new InputValue(i.Name, new(i.ElementType, shape)) : i),
        ];
        try
        {
            var (output, outputs) = model.Rewritten(inputs);
            return (inputs, output, outputs);
        }
        catch (Exception e) when (e is ShapeException or InvalidOperationException)
        {
            throw new ExportException(
                $"The model does not take {string.Join(", ", shapes.Select(s => $"{s.Key} {s.Value}"))}. {e.Message}",
                e);
        }
    }
}
