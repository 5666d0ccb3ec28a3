using System.Numerics;
using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>Runs the graph of a training step on a backend.</summary>
internal sealed class TrainingStep<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StepGraph _step;
    private readonly IStepPlans _plans;
    private readonly IStepPlans? _gathers;
    private readonly IStepPlans? _diagnoses;
    private IStepPlan? _plan;
    private int _preparedRows;
    private Prepared _applying;
    private Prepared _gathering;
    private Prepared _diagnosing;

    /// <param name="step">The graph, which is disposed together with this object.</param>
    /// <param name="backend">The backend that computes.</param>
    public TrainingStep(StepGraph step, TrainingBackend backend)
    {
        _step = step;
        Metrics = new double[step.Metrics.Count];
        Engine = backend.Start(step.Model.Trained, State);
        _plans = Engine.Prepare(step.Counting);
        _diagnoses = step.Diagnosing is null ? null : Engine.Prepare(step.Diagnosing);
        _gathers = step.Gathering is null ? null : Engine.Prepare(step.Gathering);
    }

    public TrainingStep(Model model, Loss loss, Optimizer optimizer, TrainingOptions? options = null, bool isWeighted = false)
        : this(new(model, loss, optimizer, options, isWeighted), options?.Backend ?? TrainingBackend.Native)
    {
    }

    /// <summary>Steps are counted from 1: the random numbers of step 0 are those of the initial weights.</summary>
    public StepState State { get; } = new() { Step = 1 };

    /// <summary>The native plan for the number of rows that was prepared last.</summary>
    public Plan Plan => _plan as Plan ?? throw new InvalidOperationException("Call Prepare first, with the number of rows the step runs.");

    /// <summary>The model that is trained.</summary>
    public Model Model => _step.Model;

    /// <summary>The engine that computes the steps.</summary>
    public IStepEngine Engine { get; }

    /// <summary>The step as a graph.</summary>
    public Graph Graph => _step.Graph;

    /// <summary>State that is kept between steps, other than the model's.</summary>
    public IReadOnlyList<VariableBlock> StateBlocks => _step.StateBlocks;

    /// <summary>The inputs of targets and weights, and the loss.</summary>
    public BatchLoss Batch => _step.Batch;

    /// <summary>Whether a step computes the accuracy on the batch.</summary>
    public bool HasAccuracy => _step.Accuracy is not null;

    /// <summary>Whether the step that was prepared last computes norms.</summary>
    public bool WasDiagnosed { get; private set; }

    /// <summary>The memory of the batch's class labels.</summary>
    public Span<long> Labels => _plan!.Elements<long>(Batch.Target);

    /// <summary>The memory of the batch's numeric targets.</summary>
    public Span<T> Targets => _plan!.Elements<T>(Batch.Target);

    /// <summary>
    /// The weight of the last batch in the mean of losses over batches: its number of rows, unless rows or classes have weights.
    /// </summary>
    public double Total { get; private set; }

    /// <summary>The number of rows, or positions in them, that count for the accuracy of the last batch.</summary>
    public double Counted { get; private set; }

    /// <summary>The custom metrics on the last batch.</summary>
    public double[] Metrics { get; }

    /// <summary>The running mean of the parameters, or null.</summary>
    public VariableBlock? Average => _step.Average;

    /// <summary>
    /// Prepares a batch of <paramref name="rows"/> rows, which ends in an update or only accumulates gradients; an update may compute
    /// <see cref="Norms"/>. The spans are valid until the next call with other arguments.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="updates">Whether the batch ends in an update.</param>
    /// <param name="diagnoses">Whether the update computes norms.</param>
    /// <param name="columns">The features with fixed shapes, if the model has named axes besides that of the rows.</param>
    public void Prepare(int rows, bool updates = true, bool diagnoses = false, IReadOnlyList<RowColumn>? columns = null)
    {
        ref var prepared = ref !updates ? ref _gathering : ref diagnoses ? ref _diagnosing : ref _applying;
        if (prepared.Plan is null || prepared.Rows != rows || prepared.Columns != columns)
            prepared = new(PlanFor(rows, columns, updates, diagnoses), rows, columns);
        (_plan, _preparedRows, WasDiagnosed) = (prepared.Plan, rows, diagnoses && updates);
    }

    /// <summary>The reason why batches with these lengths of named axes cannot be trained on; null if they can.</summary>
    public ArgumentException? Refuses(IReadOnlyDictionary<string, long> axes) => _step.Refuses(axes);

    /// <summary>The memory of the batch's features for one input.</summary>
    public Span<T> Features(int input) => _plan!.Elements<T>(Model.Features[input]);

    /// <summary>The memory of the batch's features for one input of indices.</summary>
    public Span<long> Indices(int input) => _plan!.Elements<long>(Model.Features[input]);

    /// <summary>Runs a step on the batch in memory. Returns the loss before the update, and the accuracy if the model has one.</summary>
    public (double Loss, double Accuracy) Run(double learningRate)
    {
        var plan = _plan!;
        plan.Elements<double>(_step.Rate)[0] = learningRate;
        plan.Run();
        State.Step++;
        (var loss, Total) = Batch.Read<T>(plan, _preparedRows);
        Counted = _step.Counted is null ? _preparedRows : plan.Elements<double>(_step.Counted)[0];
        for (var i = 0; i < Metrics.Length; i++) Metrics[i] = plan.Elements<double>(_step.Metrics[i])[0];
        return (loss, _step.Accuracy is null ? 0 : double.CreateChecked(plan.Elements<T>(_step.Accuracy)[0]));
    }

    /// <summary>Runs a step on a batch.</summary>
    public (double Loss, double Accuracy) Run(Batch<T> batch, double learningRate, bool updates = true, bool diagnoses = false)
    {
        Prepare(batch.RowCount, updates, diagnoses, batch.Columns);
        for (var i = 0; i < Model.Features.Count; i++) batch.Content(i).CopyTo(_plan!.Bytes(Model.Features[i]));
        Batch.Fill(_plan!, batch);
        return Run(learningRate);
    }

    /// <summary>The parameters of <see cref="Norms"/>.</summary>
    public IReadOnlyList<Variable> Diagnosed => _step.Norms!.Parameters;

    /// <summary>The norms of the last step, one per parameter.</summary>
    public ReadOnlySpan<double> Norms(Func<UpdateNorms, Value> which) => _plan!.Elements<double>(which(_step.Norms!));

    /// <summary>Copies the variables to the engine. To be called before the first step after a change of the variables.</summary>
    public void Upload() => Engine.Upload();

    /// <summary>Copies the variables back from the engine.</summary>
    public void Download() => Engine.Download();

    /// <summary>Clears the state of the optimizer.</summary>
    public void ResetOptimizer() => _step.ResetOptimizer();

    /// <summary>Discards accumulated gradients that were not used.</summary>
    public void DropGradients() => _step.DropGradients();

    public void Dispose()
    {
        _plans.Dispose();
        _gathers?.Dispose();
        _diagnoses?.Dispose();
        Engine.Dispose();
        _step.Dispose();
    }

    private IStepPlan PlanFor(int rows, IReadOnlyList<RowColumn>? columns, bool updates, bool diagnoses)
    {
        var plans = updates
            ? (diagnoses ? _diagnoses : _plans) ?? throw new InvalidOperationException("The step was created without Diagnose.")
            : _gathers ?? throw new InvalidOperationException("The step was created without gradient accumulation.");
        return plans.For(
            columns is null ? new Dictionary<string, long> { [RowAxes.RowsName(Model)] = rows } : RowAxes.Of(Model, columns, rows));
    }

    /// <summary>A plan, and the batches that it runs on.</summary>
    private readonly record struct Prepared(IStepPlan? Plan, int Rows, IReadOnlyList<RowColumn>? Columns);
}
