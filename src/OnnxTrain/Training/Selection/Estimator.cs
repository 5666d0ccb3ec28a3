using System.Runtime.CompilerServices;

namespace OnnxTrain;

/// <summary>
/// Creates and trains models: used by cross-validation, searches and repeated starts with different rows and seeds. Runs take place in
/// parallel, so both functions must create new objects each time.
/// </summary>
public sealed class Estimator
{
    private static readonly object Mark = new();

    private readonly Func<IRowSource, DataModel>? _ofRows;
    private readonly Func<Model>? _plain;
    private readonly Func<Model, ulong, Trainer> _trainer;
    private readonly ConditionalWeakTable<Model, object> _made = [];

    /// <summary>Creates an estimator for tables.</summary>
    /// <param name="model">Creates a model for the training rows; preprocessing is fitted to these rows only.</param>
    /// <param name="trainer">Creates the trainer of a model; the number is its seed: <c>(model, seed) => new Trainer(model, new Adam(),
    /// options: new() { Seed = seed })</c>.</param>
    public Estimator(Func<CsvTable, DataModel> model, Func<Model, ulong, Trainer> trainer)
        : this(trainer)
    {
        ArgumentNullException.ThrowIfNull(model);
        _ofRows = rows => rows is CsvTable table
            ? model(table)
            : throw new ArgumentException(
                "The estimator creates models for tables. For other rows its function takes an IRowSource: new Estimator(train => "
                    + "DataModel.Create(train, …), …).");
    }

    /// <summary>
    /// Creates an estimator for rows of any source: raw columns, or images such as those of an <see cref="ImageFolder"/>.
    /// </summary>
    /// <param name="model">Creates a model for the training rows; preprocessing is fitted to these rows only.</param>
    /// <param name="trainer">Creates the trainer of a model; the number is its seed: <c>(model, seed) => new Trainer(model, new Adam(),
    /// options: new() { Seed = seed })</c>.</param>
    public Estimator(Func<IRowSource, DataModel> model, Func<Model, ulong, Trainer> trainer)
        : this(trainer)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_ofRows, IsOfRows) = (model, true);
    }

    /// <summary>Creates an estimator for rows in memory.</summary>
    /// <param name="model">Creates a model.</param>
    /// <param name="trainer">Creates the trainer of a model; the number is its seed: <c>(model, seed) => new Trainer(model, new Adam(),
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

    /// <summary>Whether models are created for rows of any source.</summary>
    internal bool IsOfRows { get; }

    /// <summary>The maximum number of epochs of a training; the trainer may stop it earlier.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs
    {
        get;
        init =>
            field =
                value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Epochs), value, "Must be at least 1.");
    } = 100;

    /// <summary>
    /// Whether a model starts with the weights that its function gave it, as for a pretrained model. By default it is false: initial
    /// weights are drawn from the seed of the run.
    /// </summary>
    public bool KeepsWeights { get; init; }

    internal DataModel NewModel(IRowSource rows) =>
        Made(
            _ofRows is null
                ? throw new ArgumentException(
                    "The estimator creates models for rows in memory; for a table, its function takes the table: new Estimator(train => "
                        + "TabularModel.Classifier(train, …), …).")
                : _ofRows(rows));

    internal Model NewModel() =>
        Made(
            _plain is null
                ? throw new ArgumentException(
                    "The estimator creates models for tables; for a Dataset, its function has no parameter: new Estimator(() => "
                        + "Model.Classifier(…), …).")
                : _plain());

    internal Trainer NewTrainer(Model model, ulong seed)
    {
        var trainer = _trainer(model, seed) ?? throw new ArgumentException("The estimator's function returned no trainer.");
        if (!ReferenceEquals(trainer.Model, model))
            throw new ArgumentException("The estimator's function returned a trainer of another model than it was given.");
        return trainer.Options.Checkpoint is not { } checkpoint
            ? trainer
            : throw new ArgumentException(
                $"The estimator's function returned a trainer with the checkpoint {checkpoint.Path}, which several trainings cannot "
                    + "share; leave it out.");
    }

    /// <summary>Checks that the model is new: two runs on one model at the same time would corrupt it.</summary>
    private T Made<T>(T model)
        where T : Model
    {
        if (model is null) throw new ArgumentException("The estimator's function returned no model.");
        return _made.TryAdd(model, Mark) ? model
            : throw new ArgumentException("The estimator's function returned the same model twice; it must create a new one each time.");
    }
}
