namespace OnnxTrain;

/// <summary>
/// The embeddings of categories and the first processing of each tensor in a <see cref="DataModel"/>, followed by its network, whose
/// variables keep the names that they have without it.
/// </summary>
/// <param name="features">The features of the model.</param>
/// <param name="body">The network.</param>
internal sealed class DataNetwork(IReadOnlyList<Feature> features, Module body) : Module
{
    private readonly RowEmbedding? _row = RowEmbedding.Of(features);
    private readonly Entrance[] _entrances = [.. features.Where(feature => feature.RowWidth == 0).Select(feature => new Entrance(feature))];

    public override Value Forward(params Value[] inputs)
    {
        var rows = inputs.Length - _entrances.Length;
        var own = _entrances.Select((entrance, i) => entrance.Call("preprocessing", [inputs[rows + i]]));
        IEnumerable<Value> row = _row is null ? inputs[..rows] : [_row.Call("categories", [inputs[0]])];
        return body.Continue([.. row, .. own]);
    }

    private sealed class Entrance(Feature feature) : Module
    {
        public override Value Forward(Value x) => feature.Enter(x);
    }
}
