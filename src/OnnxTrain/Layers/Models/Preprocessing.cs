namespace OnnxTrain;

/// <summary>The inputs of a file → what its network is trained on, computed once for each row of the data.</summary>
internal abstract class Preprocessing : Module
{
    public abstract Value[] Of(Value[] inputs);

    /// <summary>The same under the module's name.</summary>
    public Value[] CallAll(string name, Value[] inputs)
    {
        using var scope = Trace.Named(Trace.Claim(this, name));
        using var current = Trace.Within(this);
        return Of(inputs);
    }
}
