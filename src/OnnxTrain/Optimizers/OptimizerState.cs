namespace OnnxTrain;

/// <summary>What an update reads besides parameters and gradients, and what it leaves for the next one.</summary>
public sealed class OptimizerState
{
    private readonly TensorType _type;
    private readonly ParameterGroups? _groups;
    private readonly Dictionary<string, Variable> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<Variable, Value> _new = [];
    private readonly Dictionary<string, (Variable Variable, Value New)> _scalars = new(StringComparer.Ordinal);

    internal OptimizerState(TensorType type, Value learningRate, ParameterGroups? groups = null)
    {
        (_type, _groups) = (type, groups);
        LearningRate = learningRate.Cast(type.ElementType);
        if (groups?.RateFactors is { } factors) LearningRate *= factors;
    }

    /// <summary>
    /// The learning rate of this step, in the parameters' element type: a scalar, or, where groups of parameters have rates of
    /// their own, one for each element.
    /// </summary>
    public Value LearningRate { get; }

    /// <summary>The number of this step, 1 for the first: a float64 scalar, since 1 − βᵗ loses too many digits in float32.</summary>
    public Value Step => Scalar("step", step => step + 1);

    internal IReadOnlyCollection<Variable> Slots => _slots.Values;

    internal IReadOnlyCollection<Variable> Scalars => [.. _scalars.Values.Select(s => s.Variable)];

    internal IEnumerable<Assignment> Assignments =>
        _new.Select(pair => new Assignment(pair.Key, pair.Value)).Concat(_scalars.Values.Select(s => new Assignment(s.Variable, s.New)));

    /// <summary>A tensor that the optimizer remembers from step to step, of the parameters' shape; zeros at first. Once set, it reads as what was set.</summary>
    /// <param name="name">Its name, such as <c>momentum</c>.</param>
    public Value this[string name]
    {
        get => _new.GetValueOrDefault(Slot(name)) ?? Slot(name);
        set => _new[Slot(name)] = value;
    }

    /// <summary>The weight decay, in the parameters' element type: a scalar, or, where groups of parameters have one of their own, one for each element.</summary>
    /// <param name="common">The optimizer's own.</param>
    /// <returns>The weight decay, or null where it is zero throughout.</returns>
    public Value? WeightDecay(double common) =>
        _groups?.WeightDecays(common) ?? (common == 0 ? null : Value.Constant(common, _type.ElementType));

    /// <summary>A number that the optimizer carries from step to step, in float64; zero at first. It moves on once a step.</summary>
    /// <param name="name">Its name, such as <c>step</c>.</param>
    /// <param name="next">Its value in this step, from that of the step before; what was given first holds.</param>
    /// <returns>Its value in this step: a scalar.</returns>
    public Value Scalar(string name, Func<Value, Value> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (_scalars.TryGetValue(name, out var known)) return known.New;
        var variable = NewVariable(name, ElementType.Float64, Shape.Scalar);
        return (_scalars[name] = (variable, next(variable))).New;
    }

    private Variable Slot(string name)
    {
        if (!_slots.TryGetValue(name, out var slot)) _slots[name] = slot = NewVariable(name, _type.ElementType, _type.Shape);
        return slot;
    }

    private static Variable NewVariable(string name, ElementType elementType, Shape shape)
    {
        using var scope = Scope.Typed(elementType);
        var variable = new Variable($"optimizer.{name}", shape, Initializer.Zeros, isTrainable: false);
        _ = variable.ToValue();
        return variable;
    }
}
