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
    private readonly Value _target;
    private readonly Value _rate = Value.Input("learning_rate", ElementType.Float64, []);
    private readonly Value _loss;
    private readonly Value? _accuracy;
    private readonly ParameterUpdate _update;
    private readonly PlanCache _plans;
    private readonly PlanCache? _gathers;
    private readonly UpdateNorms? _norms;
    private readonly PlanCache? _diagnoses;
    private readonly string _rows;
    private Plan? _plan;
    private (Plan? Plan, int Rows) _applying;
    private (Plan? Plan, int Rows) _gathering;
    private (Plan? Plan, int Rows) _diagnosing;

    public TrainingStep(Model model, Loss loss, Optimizer optimizer, UpdateSettings? settings = null, bool diagnoses = false)
    {
        _model = model;
        var targetType = loss.TargetType(model.Output.Type);
        _rows = model.Features[0].Shape[0].Name!;
        _target = Value.Input("target", targetType.ElementType, targetType.Shape);
        _loss = loss.Of(model.Output, model.Head.EncodeTarget(_target));
        if (_loss.Rank != 0) throw new ShapeException($"{loss.GetType().Name} yields {_loss.Type}; a loss has to be a scalar.");
        _accuracy = model.Task == ModelTask.Classification && targetType.ElementType == ElementType.Int64
            ? model.Output.ArgMax().EqualTo(_target).Cast(model.ElementType).Mean()
            : null;
        _update = new(model, _loss, _rate, optimizer, settings ?? UpdateSettings.None);
        Value[] feeds = [.. model.Features, _target, _rate], fetches = _accuracy is null ? [_loss] : [_loss, _accuracy];
        Graph = new(feeds, fetches, _update.Apply);
        _plans = new(Graph, State);
        if (diagnoses)
        {
            _norms = new(model.Trained, _update.Gradient, _update.Updated);
            _diagnoses = new(new(feeds, [.. fetches, .. _norms.Fetches], _update.Apply), State);
        }

        _gathers = _update.Gather is { } gather ? new(new(feeds, fetches, gather), State) : null;
    }

    /// <summary>Steps count from 1: the numbers of step 0 are those of the first weights.</summary>
    public StepState State { get; } = new() { Step = 1 };

    /// <summary>The plan for the number of rows that was prepared last.</summary>
    public Plan Plan => _plan ?? throw new InvalidOperationException("Prepare says first for how many rows the step runs.");

    /// <summary>The step as a graph.</summary>
    public Graph Graph { get; }

    /// <summary>What is remembered from step to step, besides the model.</summary>
    public IEnumerable<VariableBlock> Remembered => _update.Remembered;

    /// <summary>Whether a step tells the accuracy on the batch.</summary>
    public bool HasAccuracy => _accuracy is not null;

    /// <summary>Whether the step that was prepared last leaves norms.</summary>
    public bool WasDiagnosed { get; private set; }

    /// <summary>Where the class labels of the batch go.</summary>
    public Span<long> Labels => _plan!.Elements<long>(_target);

    /// <summary>Where the numeric targets of the batch go.</summary>
    public Span<T> Targets => _plan!.Elements<T>(_target);

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
        _plan = prepared.Plan;
        WasDiagnosed = diagnoses && updates;
    }

    /// <summary>Where the features of the batch for one input go.</summary>
    public Span<T> Features(int input) => _plan!.Elements<T>(_model.Features[input]);

    /// <summary>Runs a step on the batch that was put in place; returns the loss before the update, and the accuracy where there is one.</summary>
    public (double Loss, double Accuracy) Run(double learningRate)
    {
        var plan = _plan!;
        plan.Elements<double>(_rate)[0] = learningRate;
        plan.Run();
        State.Step++;
        return (double.CreateChecked(plan.Elements<T>(_loss)[0]), _accuracy is null ? 0 : double.CreateChecked(plan.Elements<T>(_accuracy)[0]));
    }

    /// <summary>Runs a step on a batch.</summary>
    public (double Loss, double Accuracy) Run(Batch<T> batch, double learningRate, bool updates = true, bool diagnoses = false)
    {
        Prepare(batch.RowCount, updates, diagnoses);
        for (var i = 0; i < _model.Features.Count; i++) batch.Features(i).CopyTo(Features(i));
        if (_target.ElementType == ElementType.Int64) batch.Labels.CopyTo(Labels);
        else BatchTargets.Copy(batch, Targets);
        return Run(learningRate);
    }

    /// <summary>Norms that the last step left, one for each parameter.</summary>
    public ReadOnlySpan<double> Norms(Func<UpdateNorms, Value> which) => _plan!.Elements<double>(which(_norms!));

    /// <summary>Makes the optimizer forget what it remembers.</summary>
    public void ResetOptimizer() => _update.Reset();

    /// <summary>Drops gradients that were added up and not used.</summary>
    public void DropGradients() => _update.DropGradients();

    public void Dispose()
    {
        _plans.Dispose();
        _gathers?.Dispose();
        _diagnoses?.Dispose();
        _update.Dispose();
    }

    private Plan PlanFor(int rows, bool updates, bool diagnoses)
    {
        var plans = updates ? (diagnoses ? _diagnoses : _plans) ?? throw new InvalidOperationException("The step was not made to be diagnosed.")
            : _gathers ?? throw new InvalidOperationException("The settings of the step have no gradients added up.");
        return plans.For(new Dictionary<string, long> { [_rows] = rows });
    }
}
