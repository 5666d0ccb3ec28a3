namespace OnnxTrain;

/// <summary>
/// The mean of the learned vectors of the words in a text, weighted by tf-idf: Σ wᵢ vᵢ / √(Σ wᵢ²), where wᵢ is the weight of the i-th word,
/// 0 for padding. A text without words becomes zeros. In training some words are left out at random.
/// </summary>
internal sealed class TextEmbedding : Module
{
    /// <summary>The part of the words that is left out in each step of training.</summary>
    private const double WordDropout = 0.2;

    private readonly Value _weights;
    private readonly Variable _vectors;

    public TextEmbedding(TextFeature feature)
    {
        var vocabulary = feature.Vocabulary;
        _weights = Value.Constant<float>(vocabulary.Weights(), [vocabulary.Count]);
        _vectors = Parameter("vectors", [vocabulary.Count, feature.Dimensions], Initializer.Normal(standardDeviation: 0.1));
    }

    /// <summary>[batch, dimensions] of the indices [batch, words], as float32.</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var indices = x.Cast(ElementType.Int64);
        var weights = _weights.Gather(indices);
        var norm = weights.Square().Sum(keepAxes: true, 1).ClampMin(1).Sqrt();
        var sum = _vectors.ToValue().EmbeddingBag(indices, weights.Dropout(WordDropout));
        return sum / norm;
    }
}
