using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Brings the rows of a table to the form that the network of a model takes.</summary>
internal static class TableEncoder
{
    /// <summary>Features and truth, without weights.</summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public static Dataset Rows(DataModel model, CsvTable table)
    {
        var tensors = model.InputFeatures.Where(feature => feature.RowWidth == 0).Select(feature => feature.Store(table, model.Images));
        var row = model.InputFeatures.Any(f => f.RowWidth > 0) ? [Numbers(model, table)] : Array.Empty<RowTensor>();
        return model.Description.Target.Rows([.. row, .. tensors], table);
    }

    /// <summary>The row of numbers of all features that become some.</summary>
    private static Tensor<float> Numbers(DataModel model, CsvTable table)
    {
        var width = (int)model.Features[0].Shape[1].Size;
        if ((long)table.RowCount * width > Array.MaxLength)
        {
            var widest = model.InputFeatures.MaxBy(feature => feature.RowWidth)!;
            throw new DataException(
                $"{table.RowCount} rows of {width} features do not fit into memory; column '{widest.Name}' alone has {widest.RowWidth} "
                    + "categories. Leave it out.");
        }

        var row = model.InputFeatures.Zip(model.Inputs).Where(pair => pair.First.RowWidth > 0).ToList();
        using var evaluator = new Evaluator([.. row.Select(pair => pair.Second)], [model.Features[0]]);
        var numbers = new float[table.RowCount * width];
        foreach (var rows in TableBlock.Of(table, model.Images))
            evaluator.Run([.. row.Select(pair => pair.First.Read(rows))])[0].As<float>().CopyTo(numbers.AsSpan(rows.Start * width));
        return Tensor.Create(numbers, [table.RowCount, width]);
    }
}
