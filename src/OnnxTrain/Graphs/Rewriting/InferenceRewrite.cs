namespace OnnxTrain;

/// <summary>Writes a graph again as it runs after training: each operator becomes what its <see cref="Op.ForInference"/> says.</summary>
internal static class InferenceRewrite
{
    /// <summary>The same values in the inference graph. Values up to <paramref name="feeds"/> stay as they are.</summary>
    public static Value[] Of(IReadOnlyList<Value> values, IReadOnlyList<Value> feeds)
    {
        var rewrite = new Substitution(new(feeds, values), becomes: (node, inputs) => node.Op.ForInference(inputs));
        return [.. values.Select(rewrite.Of)];
    }
}
