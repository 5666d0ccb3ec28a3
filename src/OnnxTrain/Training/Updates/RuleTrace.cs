namespace OnnxTrain;

/// <summary>
/// An optimizer's update of one parameter, traced with a placeholder for the gradient. It is then written again for the real gradient, or,
/// if it is elementwise, for a run of parameters with the same update.
/// </summary>
internal sealed class RuleTrace
{
    private readonly Value _parameter;
    private readonly Value _gradient;
    private readonly OptimizerState _state;
    private readonly Value _updated;
    private readonly Graph _graph;
    private readonly HashSet<Value> _own;

    /// <param name="optimizer">The rule.</param>
    /// <param name="parameter">The parameter; null for all parameters as one vector, <paramref name="values"/>.</param>
    /// <param name="values">The values to update.</param>
    /// <param name="group">The rate and the weight decay of the parameter's group.</param>
    /// <param name="scalars">Scalars that are the same for all parameters.</param>
    /// <param name="objective">The objective to minimize, for a rule that takes all parameters as one vector.</param>
    public RuleTrace(
        Optimizer optimizer, Variable? parameter, Value values, GroupRate group, SharedScalars scalars, Value? objective = null)
    {
        (Parameter, _parameter, _gradient) = (parameter, values, Value.Input("gradient", values.ElementType, values.Shape));
        _state = new(parameter, values.Type, group.Rate, group.WeightDecay, scalars)
        {
            Objective = objective,
            Sources = [_parameter, _gradient],
            IsOwnRate = group.IsOwnRate,
        };
        _updated = optimizer.Update(_parameter, _gradient, _state)
            ?? throw new InvalidOperationException($"{optimizer.GetType().Name} gives no new values for {parameter}.");
        Require(optimizer, _updated, values.Type, "the new values");
        foreach (var name in _state.Slots.Keys)
        {
            if (_state.NewSlot(name) is { } slot) Require(optimizer, slot, values.Type, $"the new value of '{name}'");
        }

        // The rule begins after the values, the rate and the objective.
        _graph = new(
            [_gradient, _parameter, group.Rate, .. objective is null ? [] : (Value[])[objective]],
            [_updated, .. NewSlots.Select(s => s.New), .. _state.Scalars.Values.Select(s => s.New)]);
        _own =
        [
            _parameter, _gradient,
            .. _state.Slots.Values.Select(s => s.ToValue()),
            .. _state.Scalars.Values.Select(s => s.Variable.ToValue()),
        ];
        IsElementwise = FindElementwise();
    }

    public Variable? Parameter { get; }

    /// <summary>
    /// Whether the rule is elementwise: each new element depends only on the elements at the same position of parameter, gradient and
    /// optimizer state, and on scalars that are independent of them.
    /// </summary>
    public bool IsElementwise { get; }

    private IEnumerable<(string Name, Value New)> NewSlots =>
        _state.Slots.Keys.Select(name => (name, _state.NewSlot(name))).Where(s => s.Item2 is not null).Select(s => (s.name, s.Item2!));

    /// <summary>Whether the update of another parameter is the same except for the shape.</summary>
    public bool IsLike(RuleTrace other)
    {
        if (!IsElementwise || !other.IsElementwise || !_state.Slots.Keys.SequenceEqual(other._state.Slots.Keys)) return false;
        var same = new Dictionary<Value, Value> { [_parameter] = other._parameter, [_gradient] = other._gradient };
        foreach (var (name, slot) in _state.Slots) same[slot.ToValue()] = other._state.Slots[name].ToValue();
        return NewSlots.Select(s => s.Name).SequenceEqual(other.NewSlots.Select(s => s.Name))
            && IsSame(_updated, other._updated) && NewSlots.Zip(other.NewSlots).All(pair => IsSame(pair.First.New, pair.Second.New));

        bool IsSame(Value left, Value right)
        {
            if (same.TryGetValue(left, out var known))
                return known == right;
            var isSame =
                left == right
                || (left, right) switch
                {
                    (ConstantValue l, ConstantValue r) => l.Type == r.Type
                        && l.ElementType != ElementType.String
                        && l.Tensor.Bytes.SequenceEqual(r.Tensor.Bytes),
                    _ => left.Producer is { } l
                        && right.Producer is { } r
                        && l.Op.Equals(r.Op)
                        && left.OutputIndex == right.OutputIndex
                        && l.Inputs.Count == r.Inputs.Count
                        && l.Inputs.Zip(r.Inputs).All(pair => IsSame(pair.First, pair.Second)),
                };
            if (isSame)
                same[left] = right;
            return isSame;
        }
    }

    /// <summary>Writes the update for the given values and gradient.</summary>
    /// <param name="values">The parameter itself, or a run of parameters that it represents.</param>
    /// <param name="gradient">Their gradient, of the same type.</param>
    /// <param name="suffix">The suffix of the names of the optimizer state.</param>
    /// <param name="common">The values that the updates of all parameters share, computed once; null for a single update.</param>
    public RuleUpdate On(Value values, Value gradient, string suffix, CommonValues? common)
    {
        var slots = _state.Slots.ToDictionary(
            s => s.Key,
            s => OptimizerState.NewVariable(s.Key + suffix, values.ElementType, values.Shape));
        var scalars = _state.Scalars.ToDictionary(
            s => s.Key,
            s => OptimizerState.NewVariable(s.Key + suffix, ElementType.Float64, Shape.Scalar));
        var replaced = new Dictionary<Value, Value> { [_parameter] = values, [_gradient] = gradient };
        foreach (var (name, slot) in slots) replaced[_state.Slots[name].ToValue()] = slot.ToValue();
        foreach (var (name, scalar) in scalars) replaced[_state.Scalars[name].Variable.ToValue()] = scalar.ToValue();

        var rewrite = new GraphRewrite(_graph, new UpdateRulePass(replaced, _own, common));
        return new(
            rewrite.Of(_updated),
            [.. slots.Values],
            [.. scalars.Values],
            [
                .. NewSlots.Select(s => new Assignment(slots[s.Name], rewrite.Of(s.New))),
                .. scalars.Select(s => new Assignment(s.Value, rewrite.Of(_state.Scalars[s.Key].New))),
            ]);
    }

    /// <summary>Also finds the values that depend on the parameter, its gradient and its optimizer state.</summary>
    private bool FindElementwise()
    {
        var (isElementwise, shape) = (_state.Scalars.Count == 0, _parameter.Shape);
        foreach (var node in _graph.Nodes)
        {
            isElementwise &= !node.Op.IsRandom;
            if (!_own.Overlaps(node.Inputs)) continue;
            _own.UnionWith(node.Outputs);
            isElementwise &= (node.Op.IsElementwise || node.Op is StopGradientOp) && node.Outputs.All(o => o.Shape.Equals(shape))
                && node.Inputs.All(i => i.Rank == 0 || _own.Contains(i));
        }

        return isElementwise && _own.Contains(_updated) && NewSlots.All(s => _own.Contains(s.New));
    }

    private void Require(Optimizer optimizer, Value value, TensorType type, string what)
    {
        if (value.Type != type)
            throw new ShapeException($"{optimizer.GetType().Name}: {what} of {Parameter} are {value.Type}; they must be {type}.");
    }
}
