namespace OnnxTrain;

/// <summary>
/// A training step as a graph that any ONNX runtime can run: each variable is read and updated separately, not as a part of the block of
/// all parameters, and random numbers come from inputs.
/// </summary>
internal sealed class PortableStep
{
    /// <param name="step">The step as it runs in a plan.</param>
    /// <param name="parameters">The block of the parameters.</param>
    /// <param name="random">The source of random numbers.</param>
    /// <param name="rate">The learning rate of the step, and its replacement, given <see cref="Step"/>; null to keep it.</param>
    /// <param name="carried">Variables that the file holds besides those of the step, such as a part of the network that the loss does not
    /// depend on; the step does not change them.</param>
    /// <param name="namesFeeds">Whether all feeds become inputs with new, unique names.</param>
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
            given.Inputs.Concat([Step, Seed]),
            rate is var (value, at) ? (value, at(Step)) : null));
        DrawInputs = given.Inputs;
        Fetches = rewrite.Graph.Fetches;
        var known = rewrite.Graph.Variables.Concat(rewrite.Graph.Updates.Select(u => u.Variable)).ToHashSet();
        Updates =
        [
            .. rewrite.Graph.Updates,
            .. (carried ?? []).Distinct().Where(v => !known.Contains(v)).Select(v => new Assignment(v, v.ToValue().Identity())),
        ];
        var read = rewrite.Graph.Nodes.SelectMany(n => n.Inputs).ToHashSet();
        Graph = new([.. rewrite.Graph.Feeds.Where(feed => (feed != Step && feed != Seed) || read.Contains(feed))], Fetches, Updates);
    }

    /// <summary>The step with all its feeds.</summary>
    public Graph Graph { get; }

    /// <summary>
    /// The feeds of the original step, in order, as inputs: values in the middle of a model, which preprocessing yields, become inputs,
    /// too.
    /// </summary>
    public IReadOnlyList<Value> Feeds { get; }

    /// <summary>The fetches of the original step, in order.</summary>
    public IReadOnlyList<Value> Fetches { get; }

    /// <summary>The updates of the variables.</summary>
    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>Inputs for random numbers; none if they come from the seed.</summary>
    public IReadOnlyList<Value> DrawInputs { get; }

    /// <summary>The seed: int64, a scalar; a feed if the step draws random numbers from it.</summary>
    public Value Seed { get; } = Value.Input("seed", ElementType.Int64, []);

    /// <summary>The number of the step, 1 for the first: int64, a scalar; a feed if the step depends on it.</summary>
    public Value Step { get; } = Value.Input("step", ElementType.Int64, []);

    /// <summary>The name of the output for the new value of a variable.</summary>
    public static string UpdateName(Variable variable) => $"{variable.Name}/updated";
}
