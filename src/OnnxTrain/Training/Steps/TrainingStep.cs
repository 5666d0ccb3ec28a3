using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>
/// One step of training as one graph: forward, loss, backward and update. The learning rate is a feed, so that it can change
/// from step to step.
/// </summary>
internal sealed class TrainingStep<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Model _model;
    private readonly Value _output;
    private readonly BatchLoss _batch;
    private readonly Value _rate = Value.Input("learning_rate", ElementType.Float64, []);
    private readonly Value? _accuracy;
    private readonly Value? _counted;
    private readonly ParameterUpdate _update;
    private readonly IStepEngine _engine;
    private readonly IStepPlans _plans;
    private readonly IStepPlans? _gathers;
    private readonly UpdateNorms? _norms;
    private readonly IStepPlans? _diagnoses;
    private readonly string _rows;
    private IStepPlan? _plan;
    private int _preparedRows;
    private (IStepPlan? Plan, int Rows) _applying;
    private (IStepPlan? Plan, int Rows) _gathering;
    private (IStepPlan? Plan, int Rows) _diagnosing;

    public TrainingStep(
        Model model, Loss loss, Optimizer optimizer, UpdateSettings? settings = null, bool isWeighted = false, bool diagnoses = false,
        bool isMixed = false, TrainingBackend? backend = null)
    {
        _model = model;
        settings ??= UpdateSettings.None;
        _rows = model.Features[0].Shape[0].Name!;
        _batch = new(model, loss, model.Output, isWeighted, isMixed);
        if (_batch.Loss.Rank != 0) throw new ShapeException($"{loss.GetType().Name} yields {_batch.Loss.Type}; a loss has to be a scalar.");
        var groups = new ParameterGroups(model.Parameters, settings.Groups);
        var freezing = new Freezing(model, _batch.Loss, groups);
        if (freezing.Output != model.Output) _batch = new(model, loss, freezing.Output, isWeighted, isMixed);
        _output = freezing.Output;
        if (model.Task == ModelTask.Classification && _batch.Target.ElementType == ElementType.Int64)
            (_accuracy, _counted) = TrainingLoss.AccuracyOf(loss, _output, _batch);
        _update = new(model, freezing, groups, _batch, _rate, optimizer, settings);
        Value[] feeds = [.. model.Features, .. _batch.Feeds, _rate],
            fetches = _accuracy is null ? [.. _batch.Fetches] : [.. _batch.Fetches, _accuracy];
        var (memory, lossUpdates) = loss is ILossWithMemory remembers ? (remembers.Memory, remembers.Updates) : ([], []);
        Assignment[] updates = [.. lossUpdates, .. freezing.Updates];
        Remembered = [.. _update.Remembered, .. memory];
        Graph = new(feeds, fetches, [.. _update.Apply, .. updates]);
        _engine = (backend ?? TrainingBackend.Native).Start(model.Trained, State);
        if (_counted is not null) fetches = [.. fetches, _counted];
        _plans = _engine.Prepare(_counted is null ? Graph : new(feeds, fetches, Graph.Updates));
        if (diagnoses)
        {
            _norms = new(_update);
            _diagnoses = _engine.Prepare(new(feeds, [.. fetches, .. _norms.Fetches], Graph.Updates));
        }

        _gathers = _update.Gather is { } gather ? _engine.Prepare(new(feeds, fetches, [.. gather, .. updates])) : null;
    }

    /// <summary>Steps count from 1: the numbers of step 0 are those of the first weights.</summary>
    public StepState State { get; } = new() { Step = 1 };

    /// <summary>The library's own plan for the number of rows that was prepared last.</summary>
    public Plan Plan => _plan as Plan ?? throw new InvalidOperationException("Prepare says first for how many rows the step runs.");

    /// <summary>The model that is trained.</summary>
    public Model Model => _model;

    /// <summary>What computes the steps.</summary>
    public IStepEngine Engine => _engine;

    /// <summary>The step as a graph.</summary>
    public Graph Graph { get; }

    /// <summary>What is remembered from step to step, besides the model.</summary>
    public IReadOnlyList<VariableBlock> Remembered { get; }

    /// <summary>Where the learning rate goes: float64, a scalar.</summary>
    public Value Rate => _rate;

    /// <summary>Where targets and weights go, and what the loss is.</summary>
    public BatchLoss Batch => _batch;

    /// <summary>The accuracy on the batch, where there is one.</summary>
    public Value? Accuracy => _accuracy;

    /// <summary>Whether a step tells the accuracy on the batch.</summary>
    public bool HasAccuracy => _accuracy is not null;

    /// <summary>Whether the step that was prepared last leaves norms.</summary>
    public bool WasDiagnosed { get; private set; }

    /// <summary>Where the class labels of the batch go.</summary>
    public Span<long> Labels => _plan!.Elements<long>(_batch.Target);

    /// <summary>Where the numeric targets of the batch go.</summary>
    public Span<T> Targets => _plan!.Elements<T>(_batch.Target);

    /// <summary>
    /// What the batch that ran last counts in the mean of losses over batches: its number of rows, unless rows or classes have weights.
    /// </summary>
    public double Total { get; private set; }

    /// <summary>How many rows, or places in them, the accuracy of the batch that ran last is a part of.</summary>
    public double Counted { get; private set; }

    /// <summary>The running mean of the parameters, or null.</summary>
    public VariableBlock? Average => _update.Average;

    /// <summary>
    /// Makes ready for a batch of <paramref name="rows"/> rows, which ends in an update or only adds to the gradients; an update may
    /// leave <see cref="Norms"/>. The spans are valid until the next call with other arguments.
    /// </summary>
    public void Prepare(int rows, bool updates = true, bool diagnoses = false)
    {
        ref var prepared = ref !updates ? ref _gathering : ref diagnoses ? ref _diagnosing : ref _applying;
        if (prepared.Plan is null || prepared.Rows != rows) prepared = (PlanFor(rows, updates, diagnoses), rows);
        (_plan, _preparedRows, WasDiagnosed) = (prepared.Plan, rows, diagnoses && updates);
    }

    /// <summary>Why batches of so many rows cannot be trained on; null if they can.</summary>
    public ArgumentException? Refuses(int rows)
    {
        try
        {
            foreach (var node in Graph.Nodes) node.Op.Check(d => d.Resolve(_ => rows));
            return null;
        }
        catch (ArgumentException e)
        {
            return e;
        }
    }

    /// <summary>Where the features of the batch for one input go.</summary>
    public Span<T> Features(int input) => _plan!.Elements<T>(_model.Features[input]);

    /// <summary>
    /// Runs a step on the batch that was put in place; returns the loss before the update, and the accuracy where there is one.
    /// </summary>
    public (double Loss, double Accuracy) Run(double learningRate)
    {
        var plan = _plan!;
        plan.Elements<double>(_rate)[0] = learningRate;
        plan.Run();
        State.Step++;
        (var loss, Total) = _batch.Read<T>(plan, _preparedRows);
        Counted = _counted is null ? _preparedRows : plan.Elements<double>(_counted)[0];
        return (loss, _accuracy is null ? 0 : double.CreateChecked(plan.Elements<T>(_accuracy)[0]));
    }

    /// <summary>Runs a step on a batch.</summary>
    public (double Loss, double Accuracy) Run(Batch<T> batch, double learningRate, bool updates = true, bool diagnoses = false)
    {
        Prepare(batch.RowCount, updates, diagnoses);
        for (var i = 0; i < _model.Features.Count; i++) batch.Content(i).CopyTo(_plan!.Bytes(_model.Features[i]));
        _batch.Fill(_plan!, batch);
        return Run(learningRate);
    }

    /// <summary>The parameters that <see cref="Norms"/> are of.</summary>
    public IReadOnlyList<Variable> Diagnosed => _norms!.Parameters;

    /// <summary>Norms that the last step left, one for each parameter.</summary>
    public ReadOnlySpan<double> Norms(Func<UpdateNorms, Value> which) => _plan!.Elements<double>(which(_norms!));

    /// <summary>
    /// Takes the variables as they are in memory. To be called before the first of the steps that follow a change of them.
    /// </summary>
    public void Upload() => _engine.Upload();

    /// <summary>Puts the variables into memory as the steps left them.</summary>
    public void Download() => _engine.Download();

    /// <summary>Makes the optimizer forget what it remembers.</summary>
    public void ResetOptimizer() => _update.Reset();

    /// <summary>Drops gradients that were added up and not used.</summary>
    public void DropGradients() => _update.DropGradients();

    public void Dispose()
    {
        _plans.Dispose();
        _gathers?.Dispose();
        _diagnoses?.Dispose();
        _engine.Dispose();
        _update.Dispose();
    }

    private IStepPlan PlanFor(int rows, bool updates, bool diagnoses)
    {
        var plans = updates
            ? (diagnoses ? _diagnoses : _plans) ?? throw new InvalidOperationException("The step was not made to be diagnosed.")
            : _gathers ?? throw new InvalidOperationException("The settings of the step have no gradients added up.");
        return plans.For(new Dictionary<string, long> { [_rows] = rows });
    }
}
