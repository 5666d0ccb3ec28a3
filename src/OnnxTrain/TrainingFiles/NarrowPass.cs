namespace OnnxTrain;

/// <summary>
/// Converts the learning rate of a step and the library's float64 counters to float32, with the constants that they are combined with.
/// </summary>
/// <param name="rate">The learning rate.</param>
/// <param name="narrow">Its replacement: a float32 scalar.</param>
/// <param name="counters">The counters, and their replacements.</param>
internal sealed class NarrowPass(Value rate, Value narrow, IReadOnlyDictionary<Variable, Variable> counters) : GraphPass
{
    public override PassKeeps Keeps => PassKeeps.Numbers;

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        var replaced = counters.ToDictionary(pair => pair.Key.ToValue(), pair => pair.Value.ToValue());
        replaced[rate] = narrow;
        return replaced;
    }

    public override Value[]? Rewrite(Node node, Value[] inputs) => inputs.SequenceEqual(node.Inputs)
        ? null
        : node.Op.NodeOf([.. inputs.Zip(node.Inputs, (now, before) => now == before ? Narrow(now) : now)]).Outputs;

    public override IEnumerable<Assignment> Update(Assignment update) =>
        [new(counters.GetValueOrDefault(update.Variable, update.Variable), update.NewValue)];

    private static Value Narrow(Value value) => value is ConstantValue { Tensor.Elements: double[] elements }
        ? Value.Constant<float>(Array.ConvertAll(elements, x => (float)x), value.Shape)
        : value;
}
