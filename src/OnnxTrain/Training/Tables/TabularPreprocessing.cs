namespace OnnxTrain;

/// <summary>
/// Raw columns → features [batch, width]: missing numbers are filled in and all are scaled, categories are encoded.
/// It is part of the model's graph, so the exported file does the same.
/// </summary>
internal sealed class TabularPreprocessing(IReadOnlyList<TabularColumn> columns) : Module
{
    public override Value Forward(params Value[] inputs)
    {
        var features = new List<Value>();
        int[] numeric = [.. Enumerable.Range(0, columns.Count).Where(i => columns[i].IsNumeric)];
        if (numeric.Length > 0)
        {
            var numbers = Value.Concat(1, [.. numeric.Select(i => Numbers(inputs[i], columns[i].Scale))]);
            var center = Row(numeric.Select(i => columns[i].Scale.Center));
            var fill = numeric.All(i => columns[i].Scale.Fill == columns[i].Scale.Center)
                ? center
                : Row(numeric.Select(i => columns[i].Scale.Fill));
            features.Add((numbers.Impute(fill) - center) / Row(numeric.Select(i => columns[i].Scale.Scale)));
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsNumeric) continue;
            features.Add(columns[i].Encoding.Of(inputs[i], columns[i].Categories));
        }

        return Value.Concat(1, [.. features]);
    }

    /// <summary>
    /// The numbers of a column, or their logarithms, in which nothing is missing any more; a negative number counts as 0.
    /// </summary>
    private static Value Numbers(Value x, NumberScale scale) =>
        scale.Kind == Scaling.Log ? (x.Impute(x.Number(scale.Fill)).Relu() + 1).Log() : x;

    private static Value Row(IEnumerable<double> values)
    {
        float[] row = [.. values.Select(v => (float)v)];
        return Value.Constant<float>(row, [row.Length]);
    }
}
