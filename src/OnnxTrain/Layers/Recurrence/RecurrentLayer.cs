namespace OnnxTrain;

/// <summary>
/// What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> share: layers and directions, their variables, initial and final
/// states, lengths of rows, and dropout between layers. The input is [batch, time, features], in PyTorch <c>batch_first=True</c>. Variables
/// have PyTorch's names, shapes and order of gates: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>,
/// <c>weight_ih_l0_reverse</c> … Initially they are uniform on ±1/√units.
/// </summary>
public abstract class RecurrentLayer : Module
{
    private readonly int _inputSize;
    private readonly double _dropout;
    private readonly int _states;
    private readonly Variable[][] _weights;

    private protected RecurrentLayer(
        int gates, int states, int inputSize, int hiddenSize, int layers, bool bidirectional, double dropout, bool bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(dropout, 1);
        (_inputSize, _dropout, _states, HiddenSize, HasBias) = (inputSize, dropout, states, hiddenSize, bias);
        Directions = bidirectional ? 2 : 1;
        var initial = Initializer.Uniform(-1 / Math.Sqrt(hiddenSize), 1 / Math.Sqrt(hiddenSize));
        _weights =
        [
            .. from layer in Enumerable.Range(0, layers)
            from suffix in bidirectional ? ["", "_reverse"] : new[] { "" }
            select Direction(Invariant($"l{layer}{suffix}"), layer == 0 ? inputSize : hiddenSize * Directions),
        ];

        Variable[] Direction(string name, int inputs) =>
        [
            Parameter($"weight_ih_{name}", [gates * hiddenSize, inputs], initial),
            Parameter($"weight_hh_{name}", [gates * hiddenSize, hiddenSize], initial),
            .. bias
                ? [Parameter($"bias_ih_{name}", [gates * hiddenSize], initial), Parameter($"bias_hh_{name}", [gates * hiddenSize], initial)]
                : Array.Empty<Variable>(),
        ];
    }

    /// <summary>The number of units of each layer and direction.</summary>
    public int HiddenSize { get; }

    /// <summary>2 if it is bidirectional, else 1.</summary>
    public int Directions { get; }

    private protected bool HasBias { get; }

    /// <summary>The outputs of the last layer, [batch, time, directions · units], for x [batch, time, features].</summary>
    /// <exception cref="ShapeException">x has another shape, or is not a floating-point value.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Write(x, null, []).Output;
    }

    /// <summary>
    /// The outputs of the last layer for x [batch, time, features], then, each optional, the lengths of the rows, int64 [batch], and the
    /// initial states, [layers · directions, batch, units].
    /// </summary>
    /// <exception cref="ShapeException">A value has another shape or type.</exception>
    public override Value Forward(params Value[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Length == 0) throw new ArgumentException($"{GetType().Name} needs an input.", nameof(inputs));
        var hasLengths = inputs.Length > 1 && !inputs[1].ElementType.IsFloat();
        return Write(inputs[0], hasLengths ? inputs[1] : null, inputs[(hasLengths ? 2 : 1)..]).Output;
    }

    /// <summary>One layer in one direction: the outputs of all steps, and the last states.</summary>
    private protected abstract RecurrenceOp Operator(bool isReverse, bool hasLengths);

    /// <summary>Writes the layer as a child of the module whose <c>Forward</c> is running.</summary>
    private protected (Value Output, Value[] States) Run(Value x, Value? lengths, Value?[] states)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Call(ModuleNames.Of(this), () => Write(x, lengths, states));
    }

    private (Value Output, Value[] States) Write(Value x, Value? lengths, Value?[] states)
    {
        var name = GetType().Name;
        if (x.Rank != 3 || x.Shape[2] != _inputSize || !x.ElementType.IsFloat())
            throw new ShapeException($"{name}: the input is {x.Type}; it must be [batch, time, {_inputSize}] of float32 or float64.");
        var batch = x.Shape[0];
        if (lengths is not null && lengths.Type != new TensorType(ElementType.Int64, [batch]))
            throw new ShapeException($"{name}: the lengths are {lengths.Type}; for the input {x.Type} they must be int64[{batch}].");
        if (states.Length > _states) throw new ShapeException($"{name} has {_states} initial states, and {states.Length} were given.");
        TensorType wanted = new(x.ElementType, [_weights.Length, batch, HiddenSize]);
        if (Array.Find(states, s => s is not null && s.Type != wanted) is { } wrong)
            throw new ShapeException($"{name}: an initial state is {wrong.Type}; for the input {x.Type} it must be {wanted}.");

        var last = new Value[_weights.Length][];
        for (var at = 0; at < _weights.Length; at += Directions)
        {
            if (at > 0) x = x.Dropout(_dropout);
            var outputs = new Value[Directions];
            for (var direction = 0; direction < Directions; direction++)
            {
                var index = at + direction;
                var initial = Enumerable.Range(0, _states).Select(s =>
                    states.ElementAtOrDefault(s) is { } given ? given[index] : x.Number(0).Expand([batch, HiddenSize]));
                Value[] inputs = [x, .. _weights[index].Select(v => v.ToValue()), .. initial];
                var results = Operator(direction == 1, lengths is not null).NodeOf(lengths is null ? inputs : [.. inputs, lengths]).Outputs;
                (outputs[direction], last[index]) = (results[0], results[1..(1 + _states)]);
            }

            x = Value.Concat(2, outputs);
        }

        return (x, [.. Enumerable.Range(0, _states).Select(s => Value.Stack(0, [.. last.Select(l => l[s])]))]);
    }
}
