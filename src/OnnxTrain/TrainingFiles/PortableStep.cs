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
        Feeds =
        [
            .. step.Feeds.Select(
                (feed, i) => namesFeeds || feed is not InputValue ? new InputValue(Invariant($"feed/{i}"), feed.Type) : feed),
        ];
        var given = new GivenDraws();
        var rewrite = new GraphRewrite(step, new PortablePass(
            parameters, Feeds, random == RandomSource.Seed ? new SeededDraws(Seed, Step) : given,
            leaves => [.. given.Inputs, .. new[] { Step, Seed }.Where(leaves.Contains)],
            rate is var (value, at) ? (value, at(Step)) : null));
        DrawInputs = given.Inputs;
        Fetches = rewrite.Graph.Fetches;
        var known = rewrite.Graph.Variables.Concat(rewrite.Graph.Updates.Select(u => u.Variable)).ToHashSet();
        Updates =
        [
            .. rewrite.Graph.Updates,
            .. (carried ?? []).Distinct().Where(v => !known.Contains(v)).Select(v => new Assignment(v, v.ToValue().Identity())),
        ];
        Graph = new(rewrite.Graph.Feeds, Fetches, Updates);
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
}
