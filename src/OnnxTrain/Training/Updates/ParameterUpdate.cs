namespace OnnxTrain;

/// <summary>
/// The part of a training step after the loss, as a graph: gradients, clipping, the optimizer's rule, constraint and running mean. It owns
/// the state between steps. A rule is written for one parameter at a time; adjacent parameters with the same elementwise update are updated
/// as one vector.
/// </summary>
internal sealed class ParameterUpdate : IDisposable
{
    private readonly List<VariableBlock> _state = [];
    private readonly VariableBlock _block;
    private readonly TrainingOptions _options;
    private readonly VariableBlock? _sum;
    private readonly RunGradients _gradients;
    private readonly Dictionary<Variable, Value> _updated = [];

    /// <param name="model">The model.</param>
    /// <param name="freezing">The frozen part of the model.</param>
    /// <param name="groups">The rates of the parameters.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="rate">The learning rate of the step: float64, a scalar.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="options">The training options.</param>
    public ParameterUpdate(
        Model model, Freezing freezing, ParameterGroups groups, BatchLoss loss, Value rate, Optimizer optimizer, TrainingOptions options)
    {
        (_block, _options) = (model.Trained, options);
        Trained = [.. _block.Variables.Where(freezing.Moving.Contains)];
        var objective = Objective(loss.Loss);
        _gradients = new(_block, freezing.Moving, objective);
        Average = options.AverageDecay is null ? null : _block.Like("average");
        if (options.Accumulates)
        {
            var sum = _gradients.Accumulate(loss.Total ?? CountOp.Of([model.Features[0].Shape[0]], _block.ElementType));
            _state.Add(_sum = sum.State);
            Gather = sum.Gather;
            Apply = [.. Updates(optimizer, groups, rate, objective), .. sum.Clear()];
        }
        else
        {
            Apply = Updates(optimizer, groups, rate, objective);
        }
    }

    /// <summary>The assignments of a step that updates.</summary>
    public IReadOnlyList<Assignment> Apply { get; }

    /// <summary>The assignments of a step that only accumulates gradients; null if there are no such steps.</summary>
    public IReadOnlyList<Assignment>? Gather { get; }

    /// <summary>The parameters that are trained.</summary>
    public IReadOnlyList<Variable> Trained { get; }

    /// <summary>The running mean of the parameters, laid out like them, or null.</summary>
    public VariableBlock? Average { get; }

    /// <summary>All state that is kept between steps.</summary>
    public IEnumerable<VariableBlock> StateBlocks => Average is null ? _state : _state.Append(Average);

    /// <summary>The gradient of a parameter for an update, before clipping.</summary>
    public Value GradientOf(Variable parameter) => _gradients.Of(parameter);

    /// <summary>The new value of a parameter.</summary>
    public Value UpdatedOf(Variable parameter) => _updated[parameter];

    /// <summary>Clears all state except the running mean.</summary>
    public void Reset()
    {
        foreach (var block in _state) block.Clear();
    }

    /// <summary>Discards accumulated gradients that were not used.</summary>
    public void DropGradients() => _sum?.Clear();

    public void Dispose()
    {
        foreach (var block in _state) block.Dispose();
        Average?.Dispose();
    }

    /// <summary>The loss and the penalty.</summary>
    private Value Objective(Value loss)
    {
        if (_options.Penalty?.Of(_block.Variables) is not { } penalty) return loss;
        return penalty.Type == loss.Type
            ? loss + penalty
            : throw new ShapeException(
                $"{_options.Penalty.GetType().Name} yields {penalty.Type}; a penalty must be {loss.Type}, as the loss is.");
    }

    private List<Assignment> Updates(Optimizer optimizer, ParameterGroups groups, Value rate, Value objective)
    {
        _gradients.Clip(_options.ClipValue, _options.ClipNorm);
        var scalars = new SharedScalars();
        var (runs, updates, common) = optimizer.TakesAll
            ? OfAll(optimizer, groups, rate, objective, scalars)
            : OfEach(optimizer, groups, rate, scalars);
        _state.Add(new("optimizer", [.. updates.SelectMany(u => u.Slots)], _block.ElementType));
        Variable[] numbers = [.. scalars.All.Select(s => s.Variable), .. updates.SelectMany(u => u.Scalars)];
        if (numbers.Length > 0) _state.Add(new("optimizer.scalars", numbers, ElementType.Float64));
        return
        [
            .. updates.SelectMany(u => u.Assignments),
            .. scalars.All.Select(s => new Assignment(s.Variable, common?.Now(s.New) ?? s.New)),
            .. Constrained(runs),
        ];
    }

    /// <summary>The updates of the parameters; those with the same rule in one run are combined.</summary>
    private (IReadOnlyList<(ParameterRun Run, Value Updated)> Runs, IReadOnlyList<RuleUpdate> Updates, CommonValues? Common) OfEach(
        Optimizer optimizer, ParameterGroups groups, Value rate, SharedScalars scalars)
    {
        var traces = Trained.ToDictionary(
            p => p,
            p => new RuleTrace(optimizer, p, p.ToValue(), groups.RateOf(p, rate, _block.ElementType), scalars));
        var runs = ParameterRun.Of(
            _block, Trained.ToHashSet(),
            (first, next) => !_options.KeepsApart && traces[first].IsLike(traces[next]));
        var common = runs.Count > 1 ? new CommonValues() : null;
        var updates = new List<RuleUpdate>();
        var updated = new List<(ParameterRun, Value)>();
        foreach (var run in runs)
        {
            // A single parameter keeps its shape, which its rule may depend on.
            var (only, suffix) = (run.Variables.Count == 1 ? run.Variables[0] : null, run.IsWhole ? "" : $".{run.Variables[0].Name}");
            if (only is not null && traces[only].IsElementwise && run.IsWhole)
                only = null;
            updates.Add(
                traces[run.Variables[0]]
                    .On((only ?? run.View).ToValue(), only is null ? _gradients.Clipped(run) : _gradients.Clipped(only), suffix, common));
            updated.Add((run, updates[^1].Updated));
        }

        return (updated, updates, common);
    }

    /// <summary>The update of all parameters as one vector.</summary>
    private (IReadOnlyList<(ParameterRun Run, Value Updated)> Runs, IReadOnlyList<RuleUpdate> Updates, CommonValues? Common) OfAll(
        Optimizer optimizer, ParameterGroups groups, Value rate, Value objective, SharedScalars scalars)
    {
        if (Trained.Any(p => groups.RateOf(p, rate, _block.ElementType) is { IsOwnRate: true } or { WeightDecay: not null }))
            throw new ArgumentException(
                $"{optimizer.GetType().Name} updates all parameters as one vector: a ParameterGroup may freeze some (RateFactor = 0), "
                    + "and give none a rate or a weight decay of its own.");
        var runs = _gradients.Runs;
        long[] offsets = [.. runs.Select((_, i) => runs.Take(i).Sum(r => r.Length))];
        var values = Joined(runs.Select(r => r.View.ToValue()));
        var trace = new RuleTrace(optimizer, null, values, groups.RateOf(null, rate, _block.ElementType), scalars, objective);
        var update = trace.On(values, Joined(runs.Select(_gradients.Clipped)), "", null);
        return (
            [.. runs.Select((r, i) => (r, runs.Count == 1 ? update.Updated : update.Updated.Slice(0, offsets[i], offsets[i] + r.Length)))],
            [update],
            null);

        Value Joined(IEnumerable<Value> vectors) =>
            runs.Count == 1 ? vectors.Single() : new PackOp(offsets, runs.Sum(r => r.Length)).Of([.. vectors]);
    }

    /// <summary>The new values, projected by the constraint.</summary>
    private IEnumerable<Assignment> Constrained(IReadOnlyList<(ParameterRun Run, Value Updated)> runs)
    {
        foreach (var (run, updated) in runs)
        {
            for (var i = 0; i < run.Variables.Count; i++)
                _updated[run.Variables[i]] =
                    updated.Rank == run.Variables[i].Shape.Rank && updated.Shape.Equals(run.Variables[i].Shape)
                        ? updated
                        : run.Part(updated, i);
        }

        if (_options.Constraint is not { } constraint)
            return runs.SelectMany(r =>
                Assign(r.Updated.Shape.Equals(r.Run.View.Shape) ? r.Run.View : r.Run.Variables[0], r.Run.Offset, r.Updated));
        Value[] values = [.. Trained.Select(p => _updated[p])];
        var projected = constraint.Project(Trained, values);
        if (!projected.Select(p => p.Type).SequenceEqual(values.Select(v => v.Type)))
            throw new ShapeException(
                $"{constraint.GetType().Name} yields {string.Join(", ", projected.Select(p => p.Type))}; it must yield "
                    + $"{string.Join(", ", values.Select(v => v.Type))}.");
        for (var i = 0; i < values.Length; i++)
            _updated[Trained[i]] = projected[i];
        return runs.SelectMany(r => r.Run.Variables.SelectMany((p, i) => Assign(p, r.Run.Offset + r.Run.Offsets[i], _updated[p])));
    }

    /// <summary>The new value, and that of its running mean, a ← d · a + (1 − d) · p.</summary>
    private IEnumerable<Assignment> Assign(Variable parameter, long offset, Value updated)
    {
        yield return new(parameter, updated);
        if (Average is null || _options.AverageDecay is not { } decay) yield break;
        var average = parameter == _block.Whole ? Average.Variables[0] : Average.View($"average.{parameter.Name}", offset, parameter.Shape);
        yield return new(average, (decay * average.ToValue()) + ((1 - decay) * updated));
    }
}
