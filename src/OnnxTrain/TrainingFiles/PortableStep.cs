namespace OnnxTrain;

/// <summary>
/// A training step as a graph that any runtime of ONNX runs: every variable is read and left by itself, not as a part of the block of all
/// parameters, and random numbers come from inputs.
/// </summary>
internal sealed class PortableStep
{
    /// <param name="step">The step, as a plan runs it.</param>
    /// <param name="parameters">The block of the parameters.</param>
    /// <param name="random">Where random numbers come from.</param>
    /// <param name="rate">The learning rate of the step, and what it becomes, given <see cref="Step"/>; null leaves it as it is.</param>
    /// <param name="carried">Variables that a file has to hold beside those of the step, such as a part of the network that the loss does
    /// not see: they stay as they are.</param>
    /// <param name="namesFeeds">Whether all feeds become inputs with names of their own, which no other input has.</param>
    public PortableStep(
        Graph step, VariableBlock parameters, RandomSource random,
        (Value Rate, Func<Value, Value> At)? rate = null,
        bool namesFeeds = false, IReadOnlyList<Variable>? carried = null)
    {
        var given = new GivenDraws();
        var runs = step
            .Variables.Concat(step.Updates.Select(u => u.Variable))
            .Distinct()
            .Where(v => IsRun(v, parameters))
            .ToDictionary(v => v, v => Within(v, parameters));
        var replaced = runs.ToDictionary(
            run => run.Key.ToValue(),
            run => new PackOp([.. run.Value.Select(p => p.Offset)], run.Key.Count).Of([.. run.Value.Select(p => p.Parameter.ToValue())]));
        if (rate is var (value, at))
            replaced[value] = at(Step);
        Feeds =
        [
            .. step.Feeds.Select(
                (feed, i) => namesFeeds || feed is not InputValue ? new InputValue(Invariant($"feed/{i}"), feed.Type) : feed),
        ];
        for (var i = 0; i < Feeds.Count; i++)
        {
            if (Feeds[i] != step.Feeds[i]) replaced[step.Feeds[i]] = Feeds[i];
        }

        Draws draws = random == RandomSource.Seed ? new SeededDraws(Seed, Step) : given;
        var substitution = new Substitution(step, replaced, (node, inputs) => node.Op.IsRandom ? Drawn(node, inputs, draws) : null);
        Fetches = [.. step.Fetches.Select(substitution.Of)];
        Updates = [.. step.Updates.SelectMany(update => Apart(new(update.Variable, substitution.Of(update.NewValue)), runs))];
        var known = new Graph([.. Feeds, .. given.Inputs, Step, Seed], Fetches, Updates)
            .Variables.Concat(Updates.Select(u => u.Variable))
            .ToHashSet();
        Updates =
        [
            .. Updates,
            .. (carried ?? []).Distinct().Where(v => !known.Contains(v)).Select(v => new Assignment(v, v.ToValue().Identity())),
        ];
        DrawInputs = given.Inputs;
        var read = Leaves([.. Fetches, .. Updates.Select(u => u.NewValue)]);
        Graph = new([.. Feeds, .. DrawInputs, .. new[] { Step, Seed }.Where(read.Contains)], Fetches, Updates);
    }

    /// <summary>The step with all its feeds.</summary>
    public Graph Graph { get; }

    /// <summary>
    /// The feeds of the step as it was given, in their order, as inputs: values in the middle of a model, which preprocessing yields,
    /// become some.
    /// </summary>
    public IReadOnlyList<Value> Feeds { get; }

    /// <summary>The fetches of the step as it was given, in their order.</summary>
    public IReadOnlyList<Value> Fetches { get; }

    /// <summary>What it leaves in each variable.</summary>
    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>Inputs for random draws; none when they come from the seed.</summary>
    public IReadOnlyList<Value> DrawInputs { get; }

    /// <summary>int64, a scalar; a feed where the step draws random numbers from it.</summary>
    public Value Seed { get; } = Value.Input("seed", ElementType.Int64, []);

    /// <summary>The number of the step, 1 for the first: int64, a scalar; a feed where the step depends on it.</summary>
    public Value Step { get; } = Value.Input("step", ElementType.Int64, []);

    /// <summary>What the new value of a variable is called among the outputs of a file.</summary>
    public static string UpdateName(Variable variable) => $"{variable.Name}/updated";

    private static Value[] Drawn(Node node, Value[] inputs, Draws draws) => node.Op.WithDraws(inputs, draws)
        ?? throw new InvalidOperationException($"{node.Op.Name} draws random numbers and does not say how from given ones.");

    /// <summary>Whether a variable is several parameters, or one and what lies behind it, as one vector.</summary>
    private static bool IsRun(Variable variable, VariableBlock parameters) =>
        variable.HasStorage && variable.Buffer == parameters.Whole.Buffer && !parameters.Variables.Contains(variable);

    /// <summary>The parameters in a run, and where they begin in it.</summary>
    private static (Variable Parameter, long Offset)[] Within(Variable run, VariableBlock parameters)
    {
        var size = parameters.ElementType.Size();
        return
        [
            .. parameters.Variables.Select(p => (p, (p.Offset - run.Offset) / size)).Where(p => p.Item2 >= 0 && p.Item2 < run.Count),
        ];
    }

    /// <summary>An update of a run of parameters as one of each.</summary>
    private static IEnumerable<Assignment> Apart(Assignment update, Dictionary<Variable, (Variable Parameter, long Offset)[]> runs) =>
        runs.TryGetValue(update.Variable, out var parts)
            ? parts.Select(p => new Assignment(
                p.Parameter, update.NewValue.Slice(0, p.Offset, p.Offset + p.Parameter.Count).Reshape(p.Parameter.Shape)))
            : [update];

    /// <summary>The values without a producer that others are computed from.</summary>
    private static HashSet<Value> Leaves(IEnumerable<Value> values)
    {
        var (seen, pending) = (new HashSet<Value>(), new Stack<Value>(values));
        while (pending.TryPop(out var value))
        {
            if (!seen.Add(value) || value.Producer is not { } node) continue;
            foreach (var input in node.Inputs) pending.Push(input);
        }

        return seen;
    }
}
