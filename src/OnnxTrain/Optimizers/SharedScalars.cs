namespace OnnxTrain;

/// <summary>The scalars of an optimizer that are the same for all parameters, such as the number of the step.</summary>
internal sealed class SharedScalars
{
    private readonly List<(string Name, Variable Variable, Value New)> _scalars = [];

    public IReadOnlyList<(string Name, Variable Variable, Value New)> All => _scalars;

    /// <summary>The value of a scalar in this step; null if there is no scalar with that name.</summary>
    public Value? Find(string name) => _scalars.Find(s => s.Name == name).New;

    public Value Add(string name, Variable variable, Value value)
    {
        _scalars.Add((name, variable, value));
        return value;
    }
}
