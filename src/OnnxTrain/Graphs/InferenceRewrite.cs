namespace OnnxTrain;

/// <summary>Writes a graph again as it runs after training: each operator becomes what its <see cref="Op.ForInference"/> says.</summary>
internal static class InferenceRewrite
{
    /// <summary>The same values in the inference graph. Values up to <paramref name="feeds"/> stay as they are.</summary>
    public static Value[] Of(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds)
    {
        var rewritten = new Dictionary<Value, Value>();
        foreach (var node in new Graph(feeds, values).Nodes)
        {
            Value[] inputs = [.. node.Inputs.Select(i => rewritten.GetValueOrDefault(i, i))];
            using var scope = Scope.Named(node.Path);
            var outputs = node.Op.ForInference(inputs)
                ?? (inputs.SequenceEqual(node.Inputs) ? node.Outputs : node.Op.NodeOf(inputs).Outputs);
            for (var i = 0; i < outputs.Length; i++) rewritten[node.Outputs[i]] = outputs[i];
        }

        return [.. values.Select(v => rewritten.GetValueOrDefault(v, v))];
    }
}
