using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>
/// How a model is made and how it is trained: what cross-validation, searches and repeated starts do again and again, with other
/// rows and other seeds. Runs take place side by side, so both functions have to make new objects each time.
/// </summary>
public sealed class Estimator
{
    private static readonly object Mark = new();

    private readonly Func<CsvTable, DataModel>? _tabular;
    private readonly Func<Model>? _plain;
    private readonly Func<Model, ulong, Trainer> _trainer;
    private readonly ConditionalWeakTable<Model, object> _made = [];

    /// <summary>An estimator for tables.</summary>
    /// <param name="model">Makes a model for the rows it is to learn from; preprocessing is fitted on these alone.</param>
    /// <param name="trainer">Makes the trainer of a model; the number is its seed: <c>(model, seed) => new Trainer(model, new Adam(),
    /// options: new() { Seed = seed })</c>.</param>
    public Estimator(Func<CsvTable, DataModel> model, Func<Model, ulong, Trainer> trainer)
        : this(trainer)
    {
        ArgumentNullException.ThrowIfNull(model);
        _tabular = model;
    }

    /// <summary>An estimator for rows in memory.</summary>
    /// <param name="model">Makes a model.</param>
    /// <param name="trainer">Makes the trainer of a model; the number is its seed: <c>(model, seed) => new Trainer(model, new Adam(),
    /// options: new() { Seed = seed })</c>.</param>
    public Estimator(Func<Model> model, Func<Model, ulong, Trainer> trainer)
        : this(trainer)
    {
        ArgumentNullException.ThrowIfNull(model);
        _plain = model;
    }

    private Estimator(Func<Model, ulong, Trainer> trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        _trainer = trainer;
    }

    /// <summary>The most epochs of a training; the trainer's own rules may stop it before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Epochs), value, "There has to be one epoch at least.");
    } = 100;

    /// <summary>
    /// Whether a model begins with the weights that its function gave it, as for one trained before; false, as it is unless set,
    /// draws them from the seed of the run.
    /// </summary>
    public bool KeepsWeights { get; init; }

    internal DataModel NewModel(CsvTable table) =>
        Made(
            _tabular is null
                ? throw new ArgumentException(
                    "The estimator makes models for rows in memory; for a table, its function takes the table: new Estimator(train => "
                        + "TabularModel.Classifier(train, …), …).")
                : _tabular(table));

    internal Model NewModel() =>
        Made(
            _plain is null
                ? throw new ArgumentException(
                    "The estimator makes models for tables; for a Dataset, its function takes nothing: new Estimator(() => "
                        + "Model.Classifier(…), …).")
                : _plain());

    internal Trainer NewTrainer(Model model, ulong seed)
    {
        var trainer = _trainer(model, seed) ?? throw new ArgumentException("The estimator's function made no trainer.");
        if (!ReferenceEquals(trainer.Model, model))
            throw new ArgumentException("The estimator's function made a trainer of another model than it was given.");
        return trainer.Options.Checkpoint is not { } checkpoint
            ? trainer
            : throw new ArgumentException(
                $"The estimator's function made a trainer with the checkpoint {checkpoint.Path}, which several trainings cannot "
                    + "share; leave it out.");
    }

    /// <summary>Two runs on one model at the same time would spoil it.</summary>
    private T Made<T>(T model)
        where T : Model
    {
        if (model is null) throw new ArgumentException("The estimator's function made no model.");
        return _made.TryAdd(model, Mark) ? model
            : throw new ArgumentException("The estimator's function gave the same model twice; it has to make a new one each time.");
    }
}
