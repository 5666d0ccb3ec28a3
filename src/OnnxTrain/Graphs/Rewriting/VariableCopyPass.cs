namespace OnnxTrain;

/// <summary>A graph with variables of its own, which take over the values of the first ones.</summary>
internal sealed class VariableCopyPass : GraphPass
{
    private readonly Dictionary<Variable, Variable> _copies = [];
    private readonly IReadOnlyDictionary<Value, Value> _inputs;
    private readonly bool _isPart;

    /// <param name="inputs">What takes the place of which feed; null for nothing.</param>
    /// <param name="isPart">Whether the graph becomes a part of the model that is being made, whose path goes before the names of the
    /// variables.</param>
    public VariableCopyPass(IReadOnlyDictionary<Value, Value>? inputs = null, bool isPart = false) =>
        (_inputs, _isPart) = (inputs ?? new Dictionary<Value, Value>(), isPart);

    public override PassKeeps Keeps => _inputs.Count > 0 ? PassKeeps.Bits : PassKeeps.Bits | PassKeeps.Feeds;

    /// <summary>The order of random operators, and so their streams, stays that of the graph.</summary>
    public override bool WritesAll => true;

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        var replaced = new Dictionary<Value, Value>(_inputs);
        foreach (var variable in graph.Variables.Concat(graph.Updates.Select(u => u.Variable)).Distinct())
            replaced[variable.ToValue()] = CopyOf(variable).ToValue();
        return replaced;
    }

    public override IEnumerable<Assignment> Update(Assignment update) => [new(CopyOf(update.Variable), update.NewValue)];

    /// <summary>Copies the values; the new variables have memory by now.</summary>
    public void CopyValues()
    {
        foreach (var (from, to) in _copies) to.CopyFrom(from);
    }

    private Variable CopyOf(Variable variable)
    {
        if (_copies.TryGetValue(variable, out var known)) return known;
        _ = variable.Buffer; // one without values is refused by name
        var copy = new Variable(variable.Name, variable.Shape, variable.Initializer, variable.IsTrainable);
        if (_isPart) copy.Enter(Trace.Path, Trace.Number);
        using var type = Trace.Typed(variable.ElementType);
        _ = copy.ToValue();
        return _copies[variable] = copy;
    }
}
