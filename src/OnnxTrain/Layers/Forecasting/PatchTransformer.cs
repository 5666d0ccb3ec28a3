namespace OnnxTrain;

/// <summary>
/// A transformer over patches of each series (PatchTST; Nie, Nguyen, Sinthong and Kalagnanam, 2023, «A Time Series is Worth 64 Words»): a
/// window is standardized by its own mean and deviation and cut into overlapping patches, whose embeddings go through an encoder; a linear
/// layer makes the forecast. All series share the weights. Layer normalization takes the place of the paper's batch normalization.
/// </summary>
public sealed class PatchTransformer : Module
{
    private readonly int _series, _horizon, _features;
    private readonly ReversibleNormalization _normalization;
    private readonly ReplicationPad1d _end;
    private readonly Conv1d _embedding;
    private readonly LearnedPositions _positions;
    private readonly TransformerEncoder _encoder;
    private readonly Linear _head;
    private readonly int _patches;
    private readonly double _dropout;

    /// <summary>Creates a network.</summary>
    /// <param name="series">The number of series.</param>
    /// <param name="window">The number of known steps.</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="patch">The steps of a patch; patches begin half of it apart; the last step is repeated to fill the last.</param>
    /// <param name="features">The features of a patch.</param>
    /// <param name="heads">The heads of attention, a divisor of <paramref name="features"/>.</param>
    /// <param name="layers">The layers of the encoder.</param>
    /// <param name="feedForward">The units of the feed-forward networks.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public PatchTransformer(
        int series, int window, int horizon, int patch = 16, int features = 16, int heads = 4, int layers = 3, int feedForward = 128,
        double dropout = 0.3)
    {
        ForecastNetworks.Check(window, horizon);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 2);
        patch = Math.Min(patch, Math.Max(2, window));
        var stride = patch / 2;
        _patches = Math.Max(1, ((window + stride - patch) / stride) + 1);
        (_series, _horizon, _features, _dropout) = (series, horizon, features, dropout);
        (_normalization, _end) = (new(series), new(0, patch + ((_patches - 1) * stride) - window));
        _embedding = new(1, features, patch, stride);
        _positions = new(_patches, features);
        _encoder = new(
            layers, () => new TransformerEncoderLayer(features, heads, feedForward, dropout, static x => x.Gelu(), normFirst: true),
            new LayerNorm([features]));
        _head = new(_patches * features, horizon);
    }

    /// <summary>[batch, horizon, series] for x [batch, window, series].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _normalization.Around(x, standardized => Forecast(standardized, x.Shape[0]));
    }

    private Value Forecast(Value x, Dimension batch)
    {
        var rows = batch * _series;
        var each = x.Transpose(0, 2, 1).Reshape([rows, 1, x.Shape[1]]);
        var patches = each.Apply(_end).Apply(_embedding).Transpose(0, 2, 1).Apply(_positions).Dropout(_dropout);
        var seen = patches.Apply(_encoder).Reshape([rows, _patches * _features]);
        return seen.Dropout(_dropout).Apply(_head).Reshape([batch, _series, _horizon]).Transpose(0, 2, 1);
    }
}
