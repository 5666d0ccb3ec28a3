namespace OnnxTrain.Cli;

/// <summary>Evaluates a file on the rows of a table that holds the targets, part by part.</summary>
/// <param name="predictor">The file.</param>
/// <param name="targets">The targets that its description tells.</param>
internal sealed class TableEvaluation(OnnxPredictor predictor, IReadOnlyList<Target> targets)
{
    private readonly TargetEvaluation[] _targets = [.. targets.Select(target => new TargetEvaluation(target))];

    /// <summary>How a table is read whose columns are those that the file takes, and its targets.</summary>
    public CsvOptions ReadingOptions
    {
        get
        {
            var options = predictor.ReadingOptions;
            var kinds = new Dictionary<string, ColumnKind>(options.Types);
            foreach (var target in targets) kinds[target.Name] = TargetColumns.KindOf(target);
            return options with { Types = kinds };
        }
    }

    /// <summary>Predicts some rows.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ToolException">The table lacks a target.</exception>
    public void Add(CsvTable part, CancellationToken cancellationToken)
    {
        if (targets.FirstOrDefault(target => part.TryGetColumn(target.Name) is null) is { } missing)
            throw new ToolException(
                $"{part.Name} has no column '{missing.Name}', the target of the file: there is nothing to compare predictions with.",
                "predict needs no target.");
        var predictions = predictor.Predict(part, cancellationToken);
        foreach (var target in _targets) target.Add(part, predictions);
    }

    /// <summary>The predictions of each target, with the truth.</summary>
    /// <param name="notes">Filled with what was left out.</param>
    /// <exception cref="ToolException">No row has a value of a target that the file knows.</exception>
    public IReadOnlyList<EvaluatedTarget> Finish(List<string> notes) => [.. _targets.Select(target => target.Finish(notes))];
}
