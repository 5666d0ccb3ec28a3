using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>Brings rows of raw columns to the form that the network of a model takes.</summary>
internal static class TableEncoder
{
    /// <summary>Features and truth, and weights if the model has a column of them.</summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static Dataset Rows(
        DataModel model, IRowSource source, bool isWeighted, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var weight = isWeighted ? model.Description.Weight : null;
        var inRow = model.InputFeatures.Zip(model.Inputs).Where(pair => pair.First.RowWidth > 0).ToList();
        var own = model.InputFeatures.Where(feature => feature.RowWidth == 0).ToList();
        var blocks = new TableBlocks(
            source, [.. inRow.Select(pair => pair.First)],
            [.. own.Select(feature => feature.Name), .. model.Targets.Select(target => target.Name), .. TabularWeights.Column(weight)]);
        var numbers = new EncodedRows(model, source.RowCount, (source as CsvTable)?.Store);
        using var evaluator = inRow.Count > 0 ? new Evaluator([.. inRow.Select(pair => pair.Second)], [model.Features[0]]) : null;
        blocks.Read(
            rows =>
            {
                if (evaluator is not null)
                    numbers.Add(evaluator.Run([.. inRow.Select(pair => pair.First.Read(rows))])[0].As<float>(), rows.Count);
            },
            model.Images, progress, cancellationToken);
        var kept = blocks.Kept();
        RowTensor[] row = evaluator is null ? [] : [numbers.Finish()];
        var encoded = model.Description.Target.Rows([.. row, .. own.Select(feature => feature.Store(kept, model.Images))], kept);
        return weight is null ? encoded : encoded.WithWeights(TabularWeights.Of(kept, weight));
    }
}
