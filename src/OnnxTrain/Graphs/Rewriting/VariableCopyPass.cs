namespace OnnxTrain;

/// <summary>Replaces the variables of a graph by copies.</summary>
internal sealed class VariableCopyPass : GraphPass
{
    private readonly Dictionary<Variable, Variable> _copies = [];
    private readonly IReadOnlyDictionary<Value, Value> _inputs;
    private readonly bool _isPart;

    /// <param name="inputs">The replacements of feeds; null for none.</param>
    /// <param name="isPart">Whether the graph becomes a part of the model that is being created, whose path is put before the names of
    /// the variables.</param>
    public VariableCopyPass(IReadOnlyDictionary<Value, Value>? inputs = null, bool isPart = false) =>
        (_inputs, _isPart) = (inputs ?? new Dictionary<Value, Value>(), isPart);

    public override PassKeeps Keeps => _inputs.Count > 0 ? PassKeeps.Bits : PassKeeps.Bits | PassKeeps.Feeds;

    /// <summary>Keeps the order of random operators, and so their random numbers.</summary>
    public override bool WritesAll => true;

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph)
    {
        var replaced = new Dictionary<Value, Value>(_inputs);
        foreach (var variable in graph.Variables.Concat(graph.Updates.Select(u => u.Variable)).Distinct())
            replaced[variable.ToValue()] = CopyOf(variable).ToValue();
        return replaced;
    }

    public override IEnumerable<Assignment> Update(Assignment update) => [new(CopyOf(update.Variable), update.NewValue)];

    /// <summary>Copies the values. The new variables must already have memory.</summary>
    public void CopyValues()
    {
        foreach (var (from, to) in _copies) to.CopyFrom(from);
    }

    private Variable CopyOf(Variable variable)
    {
        if (_copies.TryGetValue(variable, out var known)) return known;
        _ = variable.Buffer; // throws, naming the variable, if it has no values
        var copy = new Variable(variable.Name, variable.Shape, variable.Initializer, variable.IsTrainable);
        if (_isPart) copy.Enter(Trace.Path, Trace.Number);
        using var type = Trace.Typed(variable.ElementType);
        _ = copy.ToValue();
        return _copies[variable] = copy;
    }
}
