namespace OnnxTrain.Cli;

/// <summary>
/// A model and its training, as <c>train</c> was asked for them, and what there is to say of them: all in which tables and images differ.
/// </summary>
internal abstract class TrainingSession
{
    private readonly Fitting _fitting;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly LearningRateSchedule? _schedule;

    /// <exception cref="ToolException">Settings do not go together.</exception>
    protected TrainingSession(TrainRequest request, Fitting fitting, Model model)
    {
        (Request, _fitting) = (request, fitting);
        (_loss, _optimizer, _schedule) = (fitting.Loss(model), fitting.Optimizer(), fitting.Schedule());
    }

    public TrainRequest Request { get; }

    public abstract Model Model { get; }

    /// <summary>The name of the data.</summary>
    public abstract string Name { get; }

    /// <summary>What is predicted, and what it can be.</summary>
    public abstract string Headline { get; }

    /// <summary>The heading of a report.</summary>
    public abstract string Title { get; }

    /// <summary>What data and what network there are, in a few words each.</summary>
    public abstract IEnumerable<(string Label, string Text)> Facts { get; }

    /// <summary>What was chosen besides the usual, of what only such data have.</summary>
    public abstract IEnumerable<string> Settings { get; }

    /// <summary>The network's settings, for a report.</summary>
    public abstract IEnumerable<ReportFact> NetworkSettings { get; }

    /// <summary>What was left out or decided, and why.</summary>
    public abstract IReadOnlyList<string> Notes { get; }

    /// <summary>The rows that the model is judged by, in words.</summary>
    public abstract string JudgedRows { get; }

    /// <summary>The table with the rows to learn from, to be summarized in a report; null if they are no table.</summary>
    public virtual CsvTable? Table => null;

    /// <summary>The column to predict.</summary>
    public virtual string? Target => null;

    /// <summary>Rows to learn from.</summary>
    public abstract int RowCount { get; }

    /// <summary>Steps to an epoch.</summary>
    public int StepsPerEpoch => _fitting.StepsPerEpoch;

    /// <summary>The course of the learning rate, or null.</summary>
    public LearningRateSchedule? Schedule => _schedule;

    /// <summary>How the model is trained.</summary>
    public TrainingOptions Options => Request.Options with
    {
        Diagnose = Request.Diagnose,
        Sampling = _fitting.Sampling,
        Schedule = _schedule,
        Penalty = _fitting.Penalty,
        Constraint = _fitting.Constraint,
        Augmentation = Augmentation,
        Groups = Groups,
    };

    protected virtual ImageAugmentation? Augmentation => null;

    protected virtual IReadOnlyList<ParameterGroup> Groups => [];

    /// <summary>Whether a parameter is to stay as it is.</summary>
    public bool IsFrozen(string parameter) =>
        Model.Parameters.Any(p => p.Name == parameter && Groups.Any(group => group.RateFactor == 0 && group.Holds(p)));

    /// <summary>Trainings that come before: a session with what they found.</summary>
    public virtual TrainingSession Select(Terminal terminal, CancellationToken cancellationToken) => this;

    /// <summary>Trains several networks in place of one, if that was asked for.</summary>
    /// <returns>Whether it was.</returns>
    public virtual bool TryTrainSeveral(Terminal terminal, CancellationToken cancellationToken) => false;

    public TrainingOutcome Run(IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(Request.Options.Seed, Request.Options.Checkpoint);
        try
        {
            return new(Fit(trainer, progress, cancellationToken), null);
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

    /// <summary>Opens a file as its users will.</summary>
    public abstract void Open(string path);

    /// <summary>Runs a file beside the model.</summary>
    public abstract VerificationReport Verify(string path, CancellationToken cancellationToken);

    /// <summary>Rows to learn from, spread over all: as the network takes them, and as the inputs of a file do.</summary>
    public abstract (Dataset Rows, TensorData[] Inputs) Sample(int count);

    /// <summary>Predictions for the rows to learn from, and for the validation rows if there are some.</summary>
    public abstract IReadOnlyList<Judgement> Judge();

    /// <summary>Predictions for the rows that the model is judged by.</summary>
    public abstract Predictions JudgeLast();

    /// <summary>What goes into the file besides.</summary>
    public virtual void Describe()
    {
    }

    /// <summary>A program that runs the file.</summary>
    public abstract IEnumerable<string> Snippet(int width);

    /// <summary>So many of the rows to learn from, spread over all.</summary>
    protected int[] Spread(int count) => [.. Enumerable.Range(0, count).Select(i => (int)((long)i * RowCount / count))];

    protected abstract History Fit(Trainer trainer, IProgress<TrainingProgress> progress, CancellationToken cancellationToken);
}
