namespace OnnxTrain;

/// <summary>Computes the inputs of the network from the inputs of the file, once for each row of the data.</summary>
internal abstract class Preprocessing : Module
{
    public abstract Value[] Of(Value[] inputs);

    /// <summary>Calls the module under its name.</summary>
    public Value[] CallAll(string name, Value[] inputs)
    {
        using var scope = Trace.Named(Trace.Claim(this, name));
        using var current = Trace.Within(this);
        return Of(inputs);
    }
}
