namespace OnnxTrain.Cli;

/// <summary>A model and its training, as <c>train</c> was asked for them, and what there is to say of them.</summary>
internal sealed class TrainingSession
{
    private readonly TrainingData _data;
    private readonly Fitting _fitting;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly ImageAugmentation? _augmentation;
    private readonly IReadOnlyList<ParameterGroup> _groups;

    /// <param name="request">What was asked for.</param>
    /// <param name="data">The rows.</param>
    /// <param name="folds">What a cross-validation before found, or null.</param>
    /// <exception cref="ToolException">Settings do not go together, or with the rows.</exception>
    public TrainingSession(TrainRequest request, TrainingData data, CrossValidationResult? folds = null)
    {
        (Request, _data, Folds, Model) = (request, data, folds, data.NewModel(request));
        _fitting = new(request, data);
        (_loss, _optimizer, Schedule) = (_fitting.Loss(Model), _fitting.Optimizer(), _fitting.Schedule());
        if (Model.Image is { } image) _augmentation = request.Images.Augment?.For(image.Height, image.Width);
        var (taken, notes) = request.Images.From is null ? (null, []) : WeightSource.Take(Model, request.Images, data.Source);
        Notes = [.. data.Notes, .. request.Overlaps, .. notes];
        _groups = FrozenParameters.Of(Model, request.Images.Freeze, taken);
    }

    public TrainRequest Request { get; }

    public DataModel Model { get; private set; }

    /// <summary>What a cross-validation before found, or null.</summary>
    public CrossValidationResult? Folds { get; }

    /// <summary>The name of the data.</summary>
    public string Name => _data.Name;

    /// <summary>What is predicted, in a line for each target: the column, and what it can be.</summary>
    public IReadOnlyList<string> Headlines =>
        [.. Model.Targets.Select(t => t.Name.Length > 0 ? $"{t.Name}: {t.Describe()}" : $"{Request.Noun}s of {t.Describe()}")];

    /// <summary>The heading of a report.</summary>
    public string Title => Model.Targets is [{ Name.Length: > 0 }, ..]
        ? $"{Name}: {string.Join(", ", Model.Targets.Select(target => target.Name))}"
        : $"{Name}: {Numbers.Count(Model.Classes.Count, "class", "classes")} of {Request.Noun}s";

    /// <summary>What was left out or decided, and why.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The rows that the model is judged by, in words.</summary>
    public string JudgedRows => Numbers.Count(
        (int)_data.Judged.RowCount!,
        $"{(_data.Test is not null ? "test" : _data.Validation is null ? "training" : "validation")} {Request.Noun}");

    /// <summary>The rows to learn from.</summary>
    public IRowSource TrainingRows => _data.Train;

    /// <summary>The table with the rows to learn from, to be summarized in a report; null if they are no table.</summary>
    public CsvTable? Table => _data.Table;

    /// <summary>Rows to learn from.</summary>
    public int RowCount => _data.TrainCount;

    /// <summary>Validation rows; null if there are none to be.</summary>
    public int? ValidationCount => _data.ValidationCount;

    /// <summary>Rows that only the trained model is judged by; null if there are none.</summary>
    public int? TestCount => (int?)_data.Test?.RowCount;

    /// <summary>Steps to an epoch.</summary>
    public int StepsPerEpoch => _fitting.StepsPerEpoch;

    /// <summary>How the learning rate changes over the epochs, or null.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>The column of the rows' weights, or null.</summary>
    public string? Weight => _data.Weight;

    /// <summary>The parameters that training leaves as they are.</summary>
    public int FrozenCount => Model.Parameters.Count(IsFrozen);

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => Request.Options with
    {
        Diagnose = Request.Diagnose,
        Sampling = _fitting.Sampling,
        Schedule = Schedule,
        Penalty = _fitting.Penalty,
        Constraint = _fitting.Constraint,
        Augmentation = _augmentation,
        Groups = _groups,
    };

    /// <summary>Makes the data ready and a model of them, as a request asks.</summary>
    /// <exception cref="ToolException">There is nothing to learn from the data, or settings do not go together.</exception>
    /// <exception cref="DataException">The data are missing or bad.</exception>
    public static TrainingSession Open(TrainRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        var (resolved, data) = Prepare(request, terminal, cancellationToken);
        return new(resolved, data);
    }

    /// <summary>Makes the data ready, as a request asks, and the request with what the weights of <c>--from</c> tell.</summary>
    /// <exception cref="ToolException">There is nothing to learn from the data, or settings do not go together.</exception>
    /// <exception cref="DataException">The data are missing or bad.</exception>
    public static (TrainRequest Request, TrainingData Data) Prepare(
        TrainRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        if (request.Threads is { } threads) Parallelism.MaxThreads = threads;
        var (resolved, source) = WeightSource.Resolve(request);
        using var reading = new PhaseView(terminal, "Reading", request.Noun);
        return (
            resolved, request.Kind == DataKind.Table
                ? TablePreparation.Prepare(resolved, reading, cancellationToken)
                : ImagePreparation.Prepare(resolved, source, reading, cancellationToken));
    }

    /// <summary>Whether a parameter is to stay as it is.</summary>
    public bool IsFrozen(string parameter) => Model.Parameters.Any(p => p.Name == parameter && IsFrozen(p));

    /// <summary>Cross-validation, if it was asked for: a session with what it found.</summary>
    public TrainingSession Select(Terminal terminal, CancellationToken cancellationToken)
    {
        if (Request.Folds is null) return this;
        var (folds, request) = SelectionRun.Validate(Request, _data, terminal, cancellationToken);
        return new(request, _data, folds);
    }

    /// <summary>Trains several networks in place of one, if that was asked for.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryTrainSeveral(Terminal terminal, CancellationToken cancellationToken)
    {
        if (Request.Ensemble is null) return false;
        if (!AnswerTarget.Supports(Model.Target))
            throw new ToolException(
                $"--ensemble is for one target, and there are {Model.Targets.Count}.",
                "Leave out --ensemble, or write a file for each target.");
        Model = SelectionRun.Ensemble(Request, _data, terminal, cancellationToken);
        return true;
    }

    /// <param name="timeLimit">The time limit of training; null for none.</param>
    /// <param name="progress">Told of each epoch, and in between.</param>
    /// <param name="onCheckpointFailure">Told when a checkpoint cannot be written.</param>
    /// <param name="cancellationToken">Stops training after the current step.</param>
    public TrainingOutcome Run(
        TimeSpan? timeLimit, IProgress<TrainingProgress> progress, Action<Exception> onCheckpointFailure,
        CancellationToken cancellationToken)
    {
        var checkpoint = Request.Options.Checkpoint is { } options
            ? new CheckpointOptions(options.Folder)
            {
                Resume = options.Resume, Interval = options.Interval, OnFailure = onCheckpointFailure,
            }
            : null;
        using var trainer = NewTrainer(Request.Options.Seed, checkpoint);
        trainer.Options = trainer.Options with { TimeLimit = timeLimit };
        try
        {
            return new(trainer.Fit(_data.Train, Request.Epochs, _data.Validation, progress, cancellationToken), null);
        }
        catch (TrainingDivergedException e) when (e.History is not null)
        {
            return new(e.History, e);
        }
    }

    /// <summary>A trainer of <see cref="Model"/>.</summary>
    public Trainer NewTrainer(ulong seed, CheckpointOptions? checkpoint = null)
    {
        if (Request.Threads is { } threads) Parallelism.MaxThreads = threads;
        return new(Model, _optimizer, _loss, Options with { Seed = seed, Checkpoint = checkpoint });
    }

    /// <summary>Finds out whether the probabilities can be adjusted as asked.</summary>
    /// <exception cref="ToolException">They cannot.</exception>
    public void CheckAdjustment() => new ProbabilityAdjustment(Request, _data).Check(Model.Targets);

    /// <summary>Calibrates the trained model and sets the threshold of its labels, if that was asked for.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; the model is as it was.</exception>
    public void Adjust(Terminal terminal, CancellationToken cancellationToken)
    {
        using var view = new PhaseView(terminal, "Calibrating", Request.Noun);
        Model = new ProbabilityAdjustment(Request, _data).Of(Model, new(terminal.Out), view, cancellationToken);
    }

    /// <summary>Looks for a learning rate; the model stays as it is.</summary>
    public LearningRateCurve TestRates(CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(Request.Options.Seed);
        return new LearningRateRangeTest().Run(trainer, _data.Train, cancellationToken);
    }

    /// <summary>Opens a file as its users will.</summary>
    public void Open(string path) => new OnnxPredictor(path, Request.Provider).Dispose();

    /// <summary>Runs a file beside the model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeLimit">The time after which a sample of the rows is enough, unless the request says how many rows.</param>
    /// <param name="progress">Told of the rows that are compared.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public VerificationReport Verify(
        string path, TimeSpan timeLimit, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new FileVerification(Model, path, RowsToVerify.OfTraining(Model, _data.Judged), Request.VerifyRows?.Count).Whole(
            new() { Provider = Request.Provider, TimeLimit = Request.VerifyRows is null ? timeLimit : null }, progress, cancellationToken);

    /// <summary>Rows to learn from, spread over all: as the network takes them, and as the inputs of a file do.</summary>
    public (Dataset Rows, TensorData[] Inputs) Sample(int count)
    {
        var rows = _data.Train.Select(RowRange.Spread(RowCount, count));
        return (Model.Encode(rows).ToDataset(), VerificationData.Of(Model, rows).Batch(0, count));
    }

    /// <summary>
    /// Predictions for the rows to learn from, or a sample of them if they are many, and for the validation and test rows if there are
    /// some.
    /// </summary>
    /// <param name="rowsPerSecond">The rows that training took a second; null if that is not known.</param>
    /// <param name="timeLimit">About the time that predictions for the rows to learn from may take.</param>
    /// <param name="look">Told of each part. Only the last part stays in memory.</param>
    /// <param name="terminal">Where to show the progress.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The last part: the rows that the model is judged by.</returns>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Judgement Judge(
        double? rowsPerSecond, TimeSpan timeLimit, Action<Judgement> look, Terminal terminal, CancellationToken cancellationToken)
    {
        // Predictions alone are at least twice as fast as training, and more than a million rows tell nothing new.
        const int leastSample = 1000, largestSample = 1_000_000;
        var most = (long)Math.Clamp(2 * (rowsPerSecond ?? leastSample) * timeLimit.TotalSeconds, leastSample, largestSample);
        var sample = RowCount <= most ? _data.Train : _data.Train.Select(RowRange.Spread(RowCount, (int)most));
        using var view = new PhaseView(terminal, "Evaluating", Request.Noun);
        List<(string Name, IRowSource Rows, int All)> parts = [("training", sample, RowCount)];
        if (_data.Validation is { } validation) parts.Add(("validation", validation, (int)validation.RowCount!));
        if (_data.Test is { } test) parts.Add(("test", test, (int)test.RowCount!));
        foreach (var (name, rows, all) in parts[..^1]) look(Part(name, rows, all));
        var judged = Part(parts[^1].Name, parts[^1].Rows, parts[^1].All);
        look(judged);
        return judged;

        Judgement Part(string name, IRowSource rows, int all) =>
            new(name, Model.EvaluateTargets(rows, backend: null, view, cancellationToken), all, rows);
    }

    /// <summary>How good the predictions are, in a line.</summary>
    public string Score(Judgement judged) => string.Join(
        "; ", Model.Targets.Select(target =>
        {
            Metric metric = target.Task == ModelTask.Classification ? new Accuracy() : new RSquared();
            return $"{(Model.Targets.Count > 1 ? $"{target.Name}: " : "")}{metric.Name} "
                + Numbers.Metric(metric.Name, metric.Of(judged.Targets[target.Name]));
        })) + $" on {JudgedRows}";

    /// <summary>Puts into the model's metadata what a cross-validation found.</summary>
    public void Describe() => Folds?.WriteTo(Model);

    /// <summary>A program that runs the file.</summary>
    public IEnumerable<string> Snippet(int width) =>
        new Snippet(Model, _data.Judged as CsvTable, Request.Labels).Lines(
            Request.OutputLabel is null ? Request.Output : Path.GetFileName(Request.Output), width);

    private bool IsFrozen(Variable parameter) => _groups.Any(group => group.RateFactor == 0 && group.Holds(parameter));
}
