namespace OnnxTrain;

/// <summary>One cross-validation: the split of the rows, and the work on each fold.</summary>
internal sealed class CrossValidationRun
{
    private readonly Estimator _estimator;
    private readonly SelectionRows _rows;
    private readonly CrossValidationOptions _options;
    private readonly ProgressOfRuns _progress;
    private readonly int[]? _labels;
    private readonly IReadOnlyList<Fold> _folds;

    public CrossValidationRun(Estimator estimator, SelectionRows rows, CrossValidationOptions options, ProgressOfRuns progress)
    {
        (_estimator, _rows, _options, _progress) = (estimator, rows, options, progress);

        // A model of all rows shows what there is to predict, and finds mistakes before any training.
        var model = rows.NewModel(estimator);
        Rule = ScoreRule.For(model, options.Metric);
        var classes = rows.Classes(model);
        _labels = classes?.Labels;
        if (options.Folds < 2 || options.Folds > rows.Count)
            throw new ArgumentException(
                $"{options.Folds} folds of {rows.Count} rows: the number of folds must be from 2 to the number of rows.");
        if (options.Stratified == true && classes is null)
            throw new ArgumentException(
                "Stratified folds need classes, and these rows have regression targets; leave Stratified out.");
        if (classes is { } known && options.Stratified != false)
            RequireRowsOfEachClass(known.Labels, known.Name);
        _folds =
            _labels is not null && options.Stratified != false
                ? Folds.Stratified(_labels, options.Folds, options.Seed)
                : Folds.Plain(rows.Count, options.Folds, options.Seed);
    }

    public ScoreRule Rule { get; }

    public FoldResult Fold(int index, CancellationToken cancellationToken)
    {
        try
        {
            return Train(index, cancellationToken);
        }
        catch (DataException e)
        {
            throw new DataException($"{Name(index)}: {e.Message}", e);
        }
        catch (TrainingDivergedException e) when (e.History is { } history)
        {
            throw new TrainingDivergedException($"{Name(index)}: {e.Message}", history);
        }
    }

    private FoldResult Train(int index, CancellationToken cancellationToken)
    {
        var (train, test) = (_folds[index].Train, _rows.Select(_folds[index].Test));
        var seed = SelectionSeed.OfFold(_options.Seed, index);
        var (learned, watched) = HoldBack(train, seed);
        var run = EstimatorRun.Fit(
            _estimator, _rows.Select(learned), watched.Length == 0 ? test : _rows.Select(watched), seed, exactEpochs: null,
            _progress.Of(index), cancellationToken);
        var (loss, score) = run.Judge(test, Rule);
        _progress.Ended(index, score);
        return new(index + 1, seed, train.Length, test.Count, score, loss, run.History);
    }

    /// <summary>Splits training rows into rows to train on and rows to validate on. The only row of a class is used for training.</summary>
    private (int[] Learned, int[] Watched) HoldBack(int[] train, ulong seed)
    {
        if (_options.Validation == 0) return (train, []);
        var labels = _labels is null ? new int[train.Length] : CsvColumn.Pick(_labels, train);
        var counts = labels.CountBy(label => label).ToDictionary();
        int[] several = [.. Enumerable.Range(0, train.Length).Where(i => counts[labels[i]] > 1)];
        if (several.Length < 2) return (train, []);
        var (_, second) = RowSplit.Stratified(CsvColumn.Pick(labels, several), 1 - _options.Validation, seed);
        var watched = CsvColumn.Pick(train, CsvColumn.Pick(several, second));
        return ([.. train.Except(watched)], watched);
    }

    private void RequireRowsOfEachClass(int[] labels, Func<int, string> name)
    {
        var (label, count) = labels.CountBy(l => l).MinBy(pair => pair.Value);
        if (count >= _options.Folds) return;
        var remedy = count < 2
            ? "leave that class out, or set Stratified to false"
            : Invariant($"use at most {count} folds, leave that class out, or set Stratified to false");
        throw new ArgumentException($"{_options.Folds} folds are too many for the {count} rows of the class {name(label)}: {remedy}.");
    }

    private string Name(int index) => Invariant($"Fold {index + 1} of {_folds.Count}");
}
