namespace OnnxTrain;

/// <summary>
/// Computations that the updates of several parameters share, such as 1 − βᵗ: each is written once, regardless of the number of parameters.
/// </summary>
internal sealed class CommonValues
{
    private readonly List<(Op Op, Value[] Inputs, Value[] Outputs)> _nodes = [];
    private readonly List<ConstantValue> _constants = [];
    private readonly Dictionary<Value, Value> _known = [];

    /// <summary>The shared value for a value of one of the updates.</summary>
    public Value Now(Value value) => _known.GetValueOrDefault(value, value);

    /// <summary>The first scalar constant with the same number.</summary>
    public ConstantValue Of(ConstantValue constant)
    {
        if (constant.Rank > 0 || constant.ElementType == ElementType.String) return constant;
        if (_constants.Find(c => c.Type == constant.Type && c.Tensor.Bytes.SequenceEqual(constant.Tensor.Bytes)) is { } known) return known;
        _constants.Add(constant);
        return constant;
    }

    /// <summary>The outputs of the same operator on the same inputs, created on the first call.</summary>
    public Value[] Of(Node node, Value[] inputs)
    {
        if (_nodes.Find(n => n.Op.Equals(node.Op) && n.Inputs.SequenceEqual(inputs)) is not { Outputs: { } outputs } || node.Op.IsRandom)
        {
            outputs = inputs.SequenceEqual(node.Inputs) ? node.Outputs : node.Op.NodeOf(inputs).Outputs;
            _nodes.Add((node.Op, inputs, outputs));
        }

        for (var i = 0; i < outputs.Length; i++) _known[node.Outputs[i]] = outputs[i];
        return outputs;
    }
}
