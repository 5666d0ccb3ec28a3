namespace OnnxTrain;

/// <summary>One use of an operator.</summary>
internal sealed class Node
{
    private static long _created;

    public Node(Op op, Value[] inputs, string path)
    {
        Op = op;
        Inputs = inputs;
        Path = path;
        Sequence = Interlocked.Increment(ref _created);
        var types = new TensorType[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) types[i] = inputs[i].Type;
        var outputs = op.InferTypes(types);
        Outputs = new Value[outputs.Length];
        for (var i = 0; i < outputs.Length; i++) Outputs[i] = new Value(this, i, outputs[i]);
    }

    /// <summary>A node that yields the values of another node, <paramref name="of"/>, in another way.</summary>
    public Node(Op op, Value[] inputs, string path, Node of)
    {
        (Op, Inputs, Path, Sequence, Outputs) = (op, inputs, path, of.Sequence, of.Outputs);
    }

    public Op Op { get; }

    public IReadOnlyList<Value> Inputs { get; }

    public Value[] Outputs { get; }

    /// <summary>The path of the module whose <c>Forward</c> used the operator; empty at top level.</summary>
    public string Path { get; }

    /// <summary>A number that increases with creation, so that sorting by it gives a topological order.</summary>
    public long Sequence { get; }
}
