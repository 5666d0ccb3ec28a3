namespace OnnxTrain;

/// <summary>
/// A training step as a graph that any runtime of ONNX runs: every variable is read and left by itself, not as a part of the block of all parameters, and
/// random numbers come from inputs.
/// </summary>
internal sealed class PortableStep
{
    /// <param name="step">The step, as a plan runs it.</param>
    /// <param name="parameters">The block that the step updates as a whole.</param>
    /// <param name="random">Where random numbers come from.</param>
    public PortableStep(Graph step, VariableBlock parameters, RandomSource random)
    {
        (Seed, Step) = (Value.Input("seed", ElementType.Int64, []), Value.Input("step", ElementType.Int64, []));
        var given = new GivenDraws();
        var whole = parameters.Whole.ToValue();
        var packed = new PackOp(parameters.Offsets, parameters.Whole.Count).Of([.. parameters.Variables.Select(v => v.ToValue())]);
        var substitution = new Substitution(step, new Dictionary<Value, Value> { [whole] = packed }, random == RandomSource.Seed ? new SeededDraws(Seed, Step) : given);
        Updates = [.. step.Updates.SelectMany(update => Apart(new(update.Variable, substitution.Of(update.NewValue)), parameters))];
        Fetches = [.. step.Fetches.Select(substitution.Of)];
        Draws = given.Inputs;
        var isSeeded = random == RandomSource.Seed && step.Nodes.Any(n => n.Op.IsRandom);
        Graph = new([.. step.Feeds, .. Draws, .. isSeeded ? [Seed, Step] : Array.Empty<Value>()], Fetches, Updates);
        IsSeeded = isSeeded;
    }

    /// <summary>The step with all its feeds.</summary>
    public Graph Graph { get; }

    /// <summary>The fetches of the step as it was given, in their order.</summary>
    public IReadOnlyList<Value> Fetches { get; }

    /// <summary>What it leaves in each variable.</summary>
    public IReadOnlyList<Assignment> Updates { get; }

    /// <summary>Inputs for random draws; none when they come from the seed.</summary>
    public IReadOnlyList<Value> Draws { get; }

    /// <summary>Whether the step draws random numbers from <see cref="Seed"/> and <see cref="Step"/>.</summary>
    public bool IsSeeded { get; }

    /// <summary>int64, a scalar.</summary>
    public Value Seed { get; }

    /// <summary>The number of the step, 1 for the first: int64, a scalar.</summary>
    public Value Step { get; }

    /// <summary>An update of the whole block as one of each variable in it.</summary>
    private static IEnumerable<Assignment> Apart(Assignment update, VariableBlock parameters) => update.Variable != parameters.Whole
        ? [update]
        : parameters.Variables.Select((v, i) => new Assignment(v, update.NewValue.Slice(0, parameters.Offsets[i], parameters.Offsets[i] + v.Count).Reshape(v.Shape)));
}
