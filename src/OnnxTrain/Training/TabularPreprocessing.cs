namespace OnnxTrain;

/// <summary>
/// Raw columns → features [batch, width]: numbers are imputed with their mean and standardized, categories become one-hot.
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
            var numbers = Value.Concat(1, [.. numeric.Select(i => inputs[i])]);
            var mean = Row(numeric.Select(i => columns[i].Mean));
            features.Add((numbers.Impute(mean) - mean) / Row(numeric.Select(i => columns[i].Scale)));
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsNumeric) continue;
            var categories = columns[i].Categories;
            features.Add(inputs[i].LabelEncode(categories).OneHot(categories.Count).Flatten());
        }

        return Value.Concat(1, [.. features]);
    }

    private static Value Row(IEnumerable<double> values)
    {
        float[] row = [.. values.Select(v => (float)v)];
        return Value.Constant<float>(row, [row.Length]);
    }
}
