namespace OnnxTrain.Benchmarks;

/// <summary>A small causal transformer over tokens, normalization first, with learned positions.</summary>
internal sealed class LanguageModel(int vocabulary, int length, int features, int heads, int layers) : Module
{
    private readonly Embedding _tokens = new(vocabulary, features), _positions = new(length, features, initializer: Initializer.Zeros);
    private readonly TransformerEncoder _body = new(
        layers, () => new(features, heads, 4 * features, 0, static x => x.Gelu(), normFirst: true, causal: true),
        new LayerNorm([features]));
    private readonly Linear _head = new(features, vocabulary);

    public override Value Forward(Value x) =>
        (x.Apply(_tokens) + _positions.Weight).Apply(_body).Apply(_head);
}
