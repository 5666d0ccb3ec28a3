namespace OnnxTrain;

/// <summary>
/// The part of a training step behind the gradients, as graph: from the block of all gradients to the new block of all
/// parameters. It owns what is remembered from step to step.
/// </summary>
internal sealed class ParameterUpdate : IDisposable
{
    private readonly List<VariableBlock> _state = [];
    private readonly VariableBlock _block;
    private readonly UpdateSettings _settings;
    private readonly VariableBlock? _sum;

    public ParameterUpdate(Model model, BatchLoss loss, Value rate, Optimizer optimizer, UpdateSettings settings)
    {
        (_block, _settings) = (model.Trained, settings);
        Gradient = GradientOf(Objective(loss.Loss));
        Average = settings.AverageDecay is null ? null : _block.Like("average");
        if (settings.Accumulates)
        {
            var sum = new GradientSum(_block, loss.Total ?? CountOp.Of([model.Features[0].Shape[0]], _block.ElementType), Gradient);
            _state.Add(_sum = sum.State);
            Gather = sum.Gather;
            Gradient = sum.Mean;
            Apply = [.. Updates(optimizer, Gradient, rate), .. sum.Clear()];
        }
        else
        {
            Apply = Updates(optimizer, Gradient, rate);
        }
    }

    /// <summary>What a step changes.</summary>
    public IReadOnlyList<Assignment> Apply { get; }

    /// <summary>What a step changes that only adds up gradients, where there are such steps.</summary>
    public IReadOnlyList<Assignment>? Gather { get; }

    /// <summary>The block of all gradients as an update gets it, before clipping.</summary>
    public Value Gradient { get; }

    /// <summary>The new block of all parameters.</summary>
    public Value Updated => Apply.Single(a => a.Variable == _block.Whole).NewValue;

    /// <summary>The running mean of the parameters, laid out like them, or null.</summary>
    public VariableBlock? Average { get; }

    /// <summary>All that is remembered from step to step.</summary>
    public IEnumerable<VariableBlock> Remembered => Average is null ? _state : _state.Append(Average);

    /// <summary>Forgets all but the parameters and their mean.</summary>
    public void Reset()
    {
        foreach (var block in _state) block.Clear();
    }

    /// <summary>Drops gradients that were added up and not used.</summary>
    public void DropGradients() => _sum?.Clear();

    public void Dispose()
    {
        foreach (var block in _state) block.Dispose();
        Average?.Dispose();
    }

    /// <summary>What is made small: the loss and the penalty.</summary>
    private Value Objective(Value loss)
    {
        if (_settings.Penalty?.Of(_block.Variables) is not { } penalty) return loss;
        return penalty.Type == loss.Type
            ? loss + penalty
            : throw new ShapeException($"{_settings.Penalty.GetType().Name} yields {penalty.Type}; a penalty has to be {loss.Type}, as the loss is.");
    }

    /// <summary>The block of all gradients.</summary>
    private Value GradientOf(Value loss)
    {
        Value[] parameters = [.. _block.Variables.Select(v => v.ToValue())];
        var gradients = Gradients.Of(loss, parameters, Value.Constant(1, loss.ElementType));
        int[] used = [.. Enumerable.Range(0, parameters.Length).Where(i => gradients[i] is not null)];
        if (used.Length == 0) throw new ArgumentException("The loss depends on no parameter of the model, so there is nothing to train.");
        return new PackOp([.. used.Select(i => _block.Offsets[i])], _block.Whole.Count).Of([.. used.Select(i => gradients[i]!)]);
    }

    private List<Assignment> Updates(Optimizer optimizer, Value gradient, Value rate)
    {
        if (_settings.ClipValue is { } limit) gradient = GradientClipping.ByValue(gradient, limit);
        if (_settings.ClipNorm is { } norm) gradient = GradientClipping.ByNorm(gradient, norm);
        var whole = _block.Whole.ToValue();
        var state = new OptimizerState(whole.Type, rate, _settings.Groups.Count == 0 ? null : new(_block, _settings.Groups));
        var updated = optimizer.Update(whole, gradient, state);
        if (updated.Type != whole.Type)
            throw new ShapeException($"{optimizer.GetType().Name}: the new parameters are {updated.Type}; they have to be {whole.Type}.");
        if (_settings.Constraint is { } constraint) updated = Projected(constraint, updated);
        _state.Add(new("optimizer", [.. state.Slots], _block.ElementType));
        if (state.Scalars.Count > 0) _state.Add(new("optimizer.scalars", [.. state.Scalars], ElementType.Float64));
        return [.. state.Assignments, new(_block.Whole, updated), .. Averages(updated)];
    }

    /// <summary>The new block, each parameter within what the constraint allows.</summary>
    private Value Projected(WeightConstraint constraint, Value updated)
    {
        Value[] values =
        [
            .. _block.Variables.Select((v, i) =>
                updated.Slice(0, _block.Offsets[i], _block.Offsets[i] + v.Count).Reshape(v.Shape)),
        ];
        var projected = constraint.Project(_block.Variables, values);
        if (!projected.Select(p => p.Type).SequenceEqual(values.Select(v => v.Type)))
            throw new ShapeException($"{constraint.GetType().Name} yields {string.Join(", ", projected.Select(p => p.Type))}; it has to yield {string.Join(", ", values.Select(v => v.Type))}.");
        return new PackOp(_block.Offsets, _block.Whole.Count).Of([.. projected]);
    }

    /// <summary>a ← d · a + (1 − d) · p.</summary>
    private IEnumerable<Assignment> Averages(Value updated)
    {
        if (Average is null || _settings.AverageDecay is not { } decay) yield break;
        yield return new(Average.Variables[0], (decay * Average.Variables[0].ToValue()) + ((1 - decay) * updated));
    }
}
