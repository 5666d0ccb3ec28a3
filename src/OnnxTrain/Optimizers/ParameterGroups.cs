namespace OnnxTrain;

/// <summary>Groups laid over the block of all parameters: a number for each of its elements. A parameter belongs to the first group that holds it.</summary>
internal sealed class ParameterGroups
{
    private readonly VariableBlock _block;
    private readonly ParameterGroup?[] _groups;

    public ParameterGroups(VariableBlock block, IReadOnlyList<ParameterGroup> groups)
    {
        _block = block;
        _groups = [.. block.Variables.Select(v => groups.FirstOrDefault(g => g.Holds(v)))];
        for (var i = 0; i < groups.Count; i++)
        {
            if (!block.Variables.Any(groups[i].Holds))
                throw new ArgumentException($"Parameter group {i} holds none of the model's parameters: {string.Join(", ", block.Variables.Select(v => v.Name))}.");
        }
    }

    /// <summary>The factor of each element's rate, or null where all are 1.</summary>
    public Value? RateFactors => Spread(g => g?.RateFactor ?? 1, 1);

    /// <summary>The weight decay of each element, or null where all are <paramref name="common"/>.</summary>
    public Value? WeightDecays(double common) => Spread(g => g?.WeightDecay ?? common, common);

    private Value? Spread(Func<ParameterGroup?, double> number, double common)
    {
        if (_groups.All(g => number(g) == common)) return null;
        var all = new double[_block.Whole.Count];
        for (var i = 0; i < _groups.Length; i++) all.AsSpan((int)_block.Offsets[i], _block.Variables[i].Count).Fill(number(_groups[i]));
        return _block.ElementType == ElementType.Float64
            ? Value.Constant<double>(all, _block.Whole.Shape)
            : Value.Constant<float>(Array.ConvertAll(all, x => (float)x), _block.Whole.Shape);
    }
}
