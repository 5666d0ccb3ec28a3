namespace OnnxTrain;

/// <summary>
/// The first processing of each tensor in a <see cref="DataModel"/>, followed by its network, whose variables keep the names that they have
/// without it.
/// </summary>
/// <param name="features">The features of the model.</param>
/// <param name="body">The network.</param>
internal sealed class DataNetwork(IReadOnlyList<Feature> features, Module body) : Module
{
    private readonly Entrance[] _entrances = [.. features.Where(feature => feature.RowWidth == 0).Select(feature => new Entrance(feature))];

    public override Value Forward(params Value[] inputs)
    {
        var rows = inputs.Length - _entrances.Length;
        var own = _entrances.Select((entrance, i) => entrance.Call("preprocessing", [inputs[rows + i]]));
        return body.Continue([.. inputs[..rows], .. own]);
    }

    private sealed class Entrance(Feature feature) : Module
    {
        public override Value Forward(Value x) => feature.Enter(x);
    }
}
