namespace OnnxTrain;

/// <summary>What an update reads besides parameters and gradients, and what it leaves for the next one.</summary>
public sealed class OptimizerState
{
    private readonly TensorType _type;
    private readonly Value _learningRate;
    private readonly Dictionary<string, Variable> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<Variable, Value> _new = [];
    private Value? _step;

    internal OptimizerState(TensorType type, Value learningRate) => (_type, _learningRate) = (type, learningRate);

    /// <summary>The learning rate of this step: a scalar of the parameters' element type.</summary>
    public Value LearningRate => _learningRate.Cast(_type.ElementType);

    /// <summary>The number of this step, 1 for the first: a float64 scalar, since 1 − βᵗ loses too many digits in float32.</summary>
    public Value Step
    {
        get
        {
            if (_step is not null) return _step;
            StepCount = NewVariable("step", ElementType.Float64, Shape.Scalar);
            _step = StepCount.ToValue() + 1;
            _new[StepCount] = _step;
            return _step;
        }
    }

    internal IReadOnlyCollection<Variable> Slots => _slots.Values;

    internal Variable? StepCount { get; private set; }

    internal IEnumerable<Assignment> Assignments => _new.Select(pair => new Assignment(pair.Key, pair.Value));

    /// <summary>A tensor that the optimizer remembers from step to step, of the parameters' shape; zeros at first. Once set, it reads as what was set.</summary>
    /// <param name="name">Its name, such as <c>momentum</c>.</param>
    public Value this[string name]
    {
        get => _new.GetValueOrDefault(Slot(name)) ?? Slot(name);
        set => _new[Slot(name)] = value;
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
