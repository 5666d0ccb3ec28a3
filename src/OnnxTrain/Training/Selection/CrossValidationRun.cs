namespace OnnxTrain;

/// <summary>One cross-validation: the split of the rows, and the work on each fold.</summary>
internal sealed class CrossValidationRun
{
    private readonly Estimator _estimator;
    private readonly SelectionRows _rows;
    private readonly CrossValidationOptions _options;
    private readonly ProgressOfRuns _progress;
    private readonly FoldDivision _division;
    private readonly IReadOnlyList<Fold> _folds;

    public CrossValidationRun(Estimator estimator, SelectionRows rows, CrossValidationOptions options, ProgressOfRuns progress)
    {
        (_estimator, _rows, _options, _progress) = (estimator, rows, options, progress);

        // A model of all rows shows the task and the classes, and detects mistakes before any training.
        var model = rows.NewModel(estimator);
        Rule = ScoreRule.For(model, options.Metric, options.Target);
        var classes = rows.Classes(model, options.Target);
        if (options.Folds < 2 || options.Folds > rows.Count)
            throw new ArgumentException(
                $"{options.Folds} folds of {rows.Count} rows: the number of folds must be from 2 to the number of rows.");
        (_division, _folds) = FoldDivision.Of(rows, model, classes, options);
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
        var (loss, score, targets) = run.Judge(test, Rule);
        _progress.Ended(index, score);
        return new(index + 1, seed, train.Length, test.Count, score, loss, run.History) { Targets = targets };
    }

    /// <summary>Splits training rows into rows to train on and rows to validate on.</summary>
    private (int[] Learned, int[] Watched) HoldBack(int[] train, ulong seed)
    {
        if (_options.Validation == 0) return (train, []);
        var watched = _division.HoldBack(train, _options.Validation, seed);
        return ([.. train.Except(watched)], watched);
    }

    private string Name(int index) => Invariant($"Fold {index + 1} of {_folds.Count}");
}
