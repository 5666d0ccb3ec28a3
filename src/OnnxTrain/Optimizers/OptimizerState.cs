namespace OnnxTrain;

/// <summary>
/// The state of an optimizer for one parameter: what the update reads besides its values and its gradient, and what it keeps for the next
/// step.
/// </summary>
public sealed class OptimizerState
{
    private readonly Variable? _parameter;
    private readonly TensorType _type;
    private readonly double? _weightDecay;
    private readonly SharedScalars _shared;
    private readonly Dictionary<string, Variable> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _new = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Variable Variable, Value New)> _scalars = new(StringComparer.Ordinal);

    /// <param name="parameter">The parameter; null if a rule takes all parameters as one vector.</param>
    /// <param name="type">The type of the values that are updated.</param>
    /// <param name="learningRate">The learning rate of the step, times the factor of the parameter's group: a scalar of the parameters'
    /// element type.</param>
    /// <param name="weightDecay">The weight decay of the parameter's group; null for the optimizer's.</param>
    /// <param name="shared">Scalars that are the same for all parameters.</param>
    internal OptimizerState(Variable? parameter, TensorType type, Value learningRate, double? weightDecay, SharedScalars shared) =>
        (_parameter, _type, LearningRate, _weightDecay, _shared) = (parameter, type, learningRate, weightDecay, shared);

    /// <summary>The parameter that is updated: its name and shape.</summary>
    public Variable Parameter => _parameter ?? throw new InvalidOperationException("The rule takes all parameters as one vector.");

    /// <summary>
    /// The learning rate of this step, times the factor of the parameter's group: a scalar of the parameters' element type.
    /// </summary>
    public Value LearningRate { get; }

    /// <summary>The number of this step, counted from 1: a float64 scalar, since 1 − βᵗ loses too many digits in float32.</summary>
    public Value Step => Scalar("step", step => step + 1);

    /// <summary>The tensors in the state, by name.</summary>
    internal IReadOnlyDictionary<string, Variable> Slots => _slots;

    /// <summary>The scalars in the state of only this parameter.</summary>
    internal IReadOnlyDictionary<string, (Variable Variable, Value New)> Scalars => _scalars;

    /// <summary>
    /// Whether the rate differs from that of other parameters, since the parameter's group has a factor. A scalar that depends on it
    /// belongs only to this parameter.
    /// </summary>
    internal bool IsOwnRate { get; init; }

    /// <summary>The loss at the parameters of this step, for rules that take all parameters as one vector.</summary>
    internal Value? Objective { get; init; }

    /// <summary>The inputs of the update: the parameter's values and its gradient.</summary>
    internal IReadOnlyList<Value> Sources { get; init; } = [];

    /// <summary>
    /// A tensor that the optimizer keeps between steps, of the parameter's shape; initially zero. After it is set, it reads as the new
    /// value.
    /// </summary>
    /// <param name="name">Its name, such as <c>momentum</c>.</param>
    public Value this[string name]
    {
        get => _new.GetValueOrDefault(name) ?? Slot(name);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Slot(name);
            _new[name] = value;
        }
    }

    /// <summary>The weight decay of the parameter's group, or the optimizer's.</summary>
    /// <param name="common">The optimizer's weight decay.</param>
    /// <returns>A scalar of the parameters' element type, or null if it is zero.</returns>
    public Value? WeightDecay(double common) =>
        (_weightDecay ?? common) is var decay and not 0 ? Value.Constant(decay, _type.ElementType) : null;

    /// <summary>
    /// A number that the optimizer keeps between steps, in float64; initially zero. It is updated once per step. If it depends on the
    /// parameter or its gradient, it belongs to this parameter; otherwise it is shared by all parameters.
    /// </summary>
    /// <param name="name">Its name, such as <c>step</c>.</param>
    /// <param name="next">Computes its value in this step from that of the previous step; only the function of the first call is
    /// used.</param>
    /// <returns>Its value in this step: a scalar.</returns>
    public Value Scalar(string name, Func<Value, Value> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (_scalars.TryGetValue(name, out var known)) return known.New;
        if (_shared.Find(name) is { } common && !IsOwnRate) return common;
        var variable = NewVariable(name, ElementType.Float64, Shape.Scalar);
        var value = next(variable);
        if (_parameter is null || DependsOnParameter(value)) return (_scalars[name] = (variable, value)).New;
        return _shared.Find(name) ?? _shared.Add(name, variable, value);
    }

    /// <summary>A number of this parameter from the previous step: float64, a scalar, initially zero.</summary>
    internal Value Number(string name)
    {
        if (!_scalars.TryGetValue(name, out var known))
        {
            var variable = NewVariable(name, ElementType.Float64, Shape.Scalar);
            _scalars[name] = known = (variable, variable.ToValue());
        }

        return known.Variable.ToValue();
    }

    /// <summary>Sets <see cref="Number"/> for the next step.</summary>
    internal void SetNumber(string name, Value value) => _scalars[name] = (_scalars[name].Variable, value);

    /// <summary>The new value of a tensor in the state; null if it is unchanged.</summary>
    internal Value? NewSlot(string name) => _new.GetValueOrDefault(name);

    /// <summary>Creates a variable for the state of an optimizer.</summary>
    internal static Variable NewVariable(string name, ElementType elementType, Shape shape)
    {
        using var scope = Trace.Typed(elementType);
        var variable = new Variable($"optimizer.{name}", shape, Initializer.Zeros, isTrainable: false);
        _ = variable.ToValue();
        return variable;
    }

    private bool DependsOnParameter(Value value)
    {
        var (seen, pending) = (new HashSet<Value>(), new Stack<Value>([value]));
        HashSet<Value> own =
        [
            .. Sources,
            .. IsOwnRate ? [LearningRate] : (Value[])[],
            .. _slots.Values.Select(s => s.ToValue()),
            .. _scalars.Values.Select(s => s.Variable.ToValue()),
        ];
        while (pending.TryPop(out var next))
        {
            if (!seen.Add(next)) continue;
            if (own.Contains(next)) return true;
            foreach (var input in next.Producer?.Inputs ?? []) pending.Push(input);
        }

        return false;
    }

    private Variable Slot(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_slots.TryGetValue(name, out var slot)) _slots[name] = slot = NewVariable(name, _type.ElementType, _type.Shape);
        return slot;
    }
}
