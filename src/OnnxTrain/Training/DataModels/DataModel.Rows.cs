using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace OnnxTrain;

// Rows of any source, read block by block.
public sealed partial class DataModel
{
    /// <summary>A model of rows from any source, which are read once and not held in memory.</summary>
    /// <param name="train">The training rows; features and targets learn from them, in one pass.</param>
    /// <param name="features">What the model looks at: each a column of one value a row.</param>
    /// <param name="targets">What it predicts, one column or more, each with a loss and a weight.</param>
    /// <param name="options">The network.</param>
    /// <param name="body">A network of one's own in place of the ready one.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataException">A column is missing, or there is nothing to learn from it.</exception>
    /// <exception cref="ArgumentException">There is no feature or no target, or two have one name.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static DataModel Create(
        IRowSource train, IReadOnlyList<Feature> features, IReadOnlyList<Target> targets, DataModelOptions? options = null,
        Module? body = null, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (train is CsvTable table) return Create(table, features, targets, options, body);
        options ??= new();
        RequireSome(features, targets);
        var blocks = new TableBlocks(train, features, [.. targets.Select(target => target.Name), .. Named(options.Weight)]);
        FeatureFit?[] fits = [.. features.Select(feature => feature.NewFit())];
        blocks.Read(
            rows =>
            {
                foreach (var fit in fits) fit?.Add(rows);
            },
            options.Images, features.Any(f => f is ImageFeature) ? FilesAtOnce : RowsAtOnce, progress, cancellationToken);
        var kept = blocks.Kept();
        Target[] learned = [.. targets.Select(target => target.Fit(kept))];
        RequireWeights(kept, learned, options);
        return Of([.. features.Select((feature, i) => fits[i]?.Finish() ?? feature)], learned, options, body);
    }

    /// <summary>
    /// The rows of any source as the network takes them: preprocessed features, labels or targets, and the rows' weights if
    /// <see cref="DataModelOptions.Weight"/> names their column. The source is read once, and what is made of it is held in memory.
    /// </summary>
    /// <param name="rows">The columns that the model looks at, the targets and the weight; others are passed over.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows to train on or to <see cref="Evaluate(IRowSource)"/>.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public Dataset Encode(IRowSource rows, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is CsvTable table) return Encode(table);
        var inRow = InputFeatures.Select((feature, i) => (Feature: feature, Input: Inputs[i])).Where(f => f.Feature.RowWidth > 0).ToList();
        var own = InputFeatures.Where(feature => feature.RowWidth == 0).ToList();
        var blocks = new TableBlocks(
            rows, [.. inRow.Select(f => f.Feature)],
            [.. own.Select(feature => feature.Name), .. Targets.Select(target => target.Name), .. Named(Description.Weight)]);
        using var evaluator = inRow.Count > 0 ? new Evaluator([.. inRow.Select(f => f.Input)], [Features[0]]) : null;
        var numbers = new List<float>();
        blocks.Read(
            block =>
            {
                if (evaluator is null) return;
                var row = evaluator.Run([.. inRow.Select(f => f.Feature.Read(block))])[0].As<float>();
                RequireRoom((long)numbers.Count + row.Length, rows);
                numbers.AddRange(row);
            },
            Images, RowsAtOnce, progress, cancellationToken);
        var kept = blocks.Kept();
        RowTensor[] tensors = [.. own.Select(feature => feature.Store(kept, Images))];
        var encoded = Target.Rows(evaluator is null ? tensors : [Row(numbers, kept.RowCount), .. tensors], kept);
        return Description.Weight is { } weight ? encoded.WithWeights(TabularWeights.Of(kept, weight)) : encoded;
    }

    /// <summary>Predicts each row of any source.</summary>
    /// <param name="rows">The columns that the model looks at; others are passed over, and the target may be missing.</param>
    /// <param name="progress">Told several times a second.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public IReadOnlyList<Prediction> Predict(
        IRowSource rows, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is CsvTable table) return Predict(table);
        var predictions = new List<Prediction>();
        using var prediction = new ModelPrediction(this);
        new TableBlocks(rows, InputFeatures, []).Read(
            block => predictions.AddRange(prediction.Rows(Read(block), block.Count)), Images, Image is null ? RowsAtOnce : FilesAtOnce,
            progress, cancellationToken);
        return predictions;
    }

    /// <summary>Predicts one object.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="item">The object. Only the columns that the model looks at are asked of it.</param>
    /// <param name="rows">Rows of such objects, such as those trained on, for their columns. Many objects are predicted faster at once:
    /// <c>model.Predict(rows.Of(items))</c>.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public Prediction Predict<T>(T item, ObjectRows<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Predict(rows.Of([item]))[0];
    }

    private static string[] Named(string? column) => column is null ? [] : [column];

    private static Tensor<float> Row(List<float> numbers, int rows)
    {
        float[] all = [.. CollectionsMarshal.AsSpan(numbers)];
        return Tensor.Create(all, [rows, all.Length / rows]);
    }

    private void RequireRoom(long numbers, IRowSource rows)
    {
        if (numbers <= Array.MaxLength) return;
        var widest = InputFeatures.MaxBy(feature => feature.RowWidth)!;
        throw new DataException(
            $"The rows of {RowTables.NameOf(rows)} do not fit into memory as {Features[0].Shape[1]} numbers each; column '{widest.Name}' "
                + $"alone has {widest.RowWidth} categories. Leave it out, or train on a part of the rows.");
    }
}
