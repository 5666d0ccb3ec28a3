namespace OnnxTrain;

/// <summary>The encoder of a vision transformer: learned positions, layers and a normalization.</summary>
internal sealed class VisionEncoder : Module
{
    private const double Epsilon = 1e-6;

    private readonly Variable _positions;
    private readonly VisionBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly double _dropout;

    public VisionEncoder(int length, int features, int heads, int layers, int units, double dropout)
    {
        _positions = Parameter("pos_embedding", [1, length, features], Initializer.Normal(0, 0.02));
        _blocks = TransformerSizes.Layers(layers, () => new VisionBlock(features, heads, units, dropout, Epsilon));
        (_norm, _dropout) = (new([features], Epsilon), dropout);
    }

    public override Value Forward(Value x)
    {
        x = (x + _positions).Dropout(_dropout);
        for (var i = 0; i < _blocks.Length; i++) x = x.Apply(_blocks[i], Invariant($"layers.encoder_layer_{i}"));
        return x.Apply(_norm, "ln");
    }
}
