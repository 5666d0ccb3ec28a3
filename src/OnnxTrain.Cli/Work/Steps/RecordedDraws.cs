namespace OnnxTrain.Cli;

/// <summary>The random numbers of a step as values, in the order in which its operators draw them: those of the kernels.</summary>
internal sealed class RecordedDraws : Draws
{
    private readonly Value _seed = Value.Input("seed", ElementType.Int64, []), _step = Value.Input("step", ElementType.Int64, []);
    private readonly SeededDraws _draws;
    private readonly List<Value> _values = [];

    private RecordedDraws() => _draws = new(_seed, _step);

    /// <summary>What the operators of a graph draw.</summary>
    /// <param name="graph">The graph of the step.</param>
    /// <param name="axes">The lengths of its named axes.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="step">The number of the step, 1 for the first.</param>
    public static TensorData[] Of(Graph graph, IReadOnlyDictionary<string, long> axes, long seed, long step)
    {
        var draws = new RecordedDraws();
        foreach (var node in graph.Nodes.Where(node => node.Op.IsRandom)) _ = node.Op.WithDraws(node.Inputs, draws);
        using var plan = new Plan(new([draws._seed, draws._step], draws._values), axes);
        plan.Elements<long>(draws._seed)[0] = seed;
        plan.Elements<long>(draws._step)[0] = step;
        plan.Run();
        return [.. draws._values.Select(value => Copy(plan, value))];
    }

    public override Value Keep(Shape shape, double rate) => Note(_draws.Keep(shape, rate));

    public override Value Uniform(Shape shape, ElementType type) => Note(_draws.Uniform(shape, type));

    public override Value Normal(Shape shape, ElementType type) => Note(_draws.Normal(shape, type));

    private Value Note(Value value)
    {
        _values.Add(value);
        return value;
    }

    private static TensorData Copy(Plan plan, Value value)
    {
        var tensor = TensorData.Empty(plan.Type(value));
        plan.Bytes(value).CopyTo(tensor.Bytes);
        return tensor;
    }
}
