namespace OnnxTrain;

/// <summary>
/// Raw inputs → a row [batch, width] of all features that become numbers, if there are any, and then each other feature as data sets hold
/// it. It is part of the model's graph, so the exported file does the same.
/// </summary>
internal sealed class DataPreprocessing(IReadOnlyList<Feature> features) : Preprocessing
{
    /// <summary>The preprocessing of a model; null if there is none.</summary>
    public static DataPreprocessing? Of(IReadOnlyList<Feature> features) =>
        features.All(feature => feature.IsStoredRaw) ? null : new(features);

    public override Value[] Of(Value[] inputs)
    {
        var row = new List<Value>();
        var numbers = features.Zip(inputs).Where(pair => pair.First is NumberFeature).ToList();
        if (numbers.Count > 0)
            row.Add(NumberFeature.Encode([.. numbers.Select(pair => (NumberFeature)pair.First)], [.. numbers.Select(pair => pair.Second)]));
        var own = new List<Value>();
        foreach (var (feature, input) in features.Zip(inputs))
        {
            if (feature is NumberFeature) continue;
            (feature.RowWidth > 0 ? row : own).Add(feature.Encode(input));
        }

        return row.Count > 0 ? [Value.Concat(1, [.. row]), .. own] : [.. own];
    }
}
