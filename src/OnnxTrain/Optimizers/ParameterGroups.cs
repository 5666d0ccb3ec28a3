namespace OnnxTrain;

/// <summary>The group of each parameter: the first that contains it.</summary>
internal sealed class ParameterGroups
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly Dictionary<double, Value> _rates = [];

    /// <exception cref="ArgumentException">A group contains none of the parameters.</exception>
    public ParameterGroups(IReadOnlyList<Variable> parameters, IReadOnlyList<ParameterGroup> groups)
    {
        _groups = groups;
        for (var i = 0; i < groups.Count; i++)
        {
            if (!parameters.Any(groups[i].Holds))
                throw new ArgumentException(
                    $"Parameter group {i} contains none of the model's parameters: {string.Join(", ", parameters.Select(v => v.Name))}.");
        }
    }

    /// <summary>Whether the parameter is frozen.</summary>
    public bool IsFrozen(Variable parameter) => Of(parameter)?.RateFactor == 0;

    /// <summary>The learning settings of a parameter.</summary>
    /// <param name="parameter">The parameter; null for one that is in no group.</param>
    /// <param name="rate">The learning rate of the step: float64, a scalar.</param>
    /// <param name="type">The parameters' element type.</param>
    public GroupRate RateOf(Variable? parameter, Value rate, ElementType type)
    {
        var group = parameter is null ? null : Of(parameter);
        var factor = group?.RateFactor ?? 1;
        if (!_rates.TryGetValue(1, out var common)) _rates[1] = common = rate.Cast(type);
        if (!_rates.TryGetValue(factor, out var own)) _rates[factor] = own = common * Value.Constant(factor, type);
        return new(own, group?.WeightDecay, factor != 1);
    }

    private ParameterGroup? Of(Variable parameter) => _groups.FirstOrDefault(g => g.Holds(parameter));
}
