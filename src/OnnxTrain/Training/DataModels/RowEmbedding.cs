namespace OnnxTrain;

/// <summary>
/// Replaces each index of a category in the row [batch, width] by its learned vector, and the indices of the words of a text by the mean of
/// theirs: [batch, network width]. The index behind the last category, that of a text that did not occur in training, becomes zeros.
/// </summary>
internal sealed class RowEmbedding : Module
{
    /// <summary>Parts of the row, each with what becomes of its indices; null for numbers, which stay as they are.</summary>
    private readonly List<(int Start, int Width, Func<Value, Value>? Vectors)> _spans = [];

    private RowEmbedding(IReadOnlyList<Feature> features)
    {
        // The order of the row: all numbers first.
        Feature[] row = [.. features.Where(f => f is NumberFeature), .. features.Where(f => f is not NumberFeature && f.RowWidth > 0)];
        var (start, count) = (0, 0);
        foreach (var feature in row)
        {
            var vectors = VectorsOf(feature, ref count);
            if (vectors is null && _spans is [.., (_, _, null) last]) _spans[^1] = last with { Width = last.Width + feature.RowWidth };
            else _spans.Add((start, feature.RowWidth, vectors));
            start += feature.RowWidth;
        }
    }

    /// <summary>The embeddings of features; null if none has one.</summary>
    public static RowEmbedding? Of(IReadOnlyList<Feature> features) =>
        features.Any(feature => feature is TextFeature or CategoryFeature { Encoding.IsEmbedding: true }) ? new(features) : null;

    public override Value Forward(Value x)
    {
        Value[] parts =
        [
            .. _spans.Select(span =>
            {
                var part = x.Slice(1, span.Start, span.Start + span.Width);
                return span.Vectors is { } vectors ? vectors(part) : part;
            }),
        ];
        return parts.Length == 1 ? parts[0] : Value.Concat(1, parts);
    }

    private Func<Value, Value>? VectorsOf(Feature feature, ref int count)
    {
        if (feature is TextFeature text)
        {
            var (name, words) = (Invariant($"text{++count}"), new TextEmbedding(text));
            return x => words.Call(name, [x]);
        }

        if (feature is not CategoryFeature { Encoding: { IsEmbedding: true } encoding } category) return null;
        var vectors = Parameter(
            Invariant($"embedding{++count}"), [category.Categories.Count, encoding.Dimensions],
            Initializer.Normal(standardDeviation: 0.1));
        return x => Vector(x, vectors);
    }

    /// <summary>[batch, dimensions] of the indices [batch, 1].</summary>
    private static Value Vector(Value index, Variable vectors)
    {
        var length = vectors.Shape[1].Size;
        var none = Value.Constant<float>(new float[length], [1, length]);
        return Value.Concat(0, vectors.ToValue(), none).Gather(index.Cast(ElementType.Int64)).Flatten();
    }
}
