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
    private readonly PlanCache _plans;
    private readonly List<VariableBlock> _state = [];
    private readonly string _rows;
    private Plan? _plan;
    private int _planRows = -1;

    public TrainingStep(Model model, Loss loss, Optimizer optimizer)
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
        var updates = Updates(optimizer);
        _plans = new(new([.. model.Features, _target, _rate], _accuracy is null ? [_loss] : [_loss, _accuracy], updates), State);
    }

    /// <summary>Steps count from 1: the numbers of step 0 are those of the first weights.</summary>
    public StepState State { get; } = new() { Step = 1 };

    /// <summary>The plan for the number of rows that was prepared last.</summary>
    public Plan Plan => _plan ?? throw new InvalidOperationException("Prepare says first for how many rows the step runs.");

    /// <summary>Whether a step tells the accuracy on the batch.</summary>
    public bool HasAccuracy => _accuracy is not null;

    /// <summary>Where the class labels of the batch go.</summary>
    public Span<long> Labels => _plan!.Elements<long>(_target);

    /// <summary>Where the numeric targets of the batch go.</summary>
    public Span<T> Targets => _plan!.Elements<T>(_target);

    /// <summary>Makes ready for a batch of <paramref name="rows"/> rows; the spans are valid until the next number of rows.</summary>
    public void Prepare(int rows)
    {
        if (rows == _planRows) return;
        _plan = _plans.For(new Dictionary<string, long> { [_rows] = rows });
        _planRows = rows;
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
    public (double Loss, double Accuracy) Run(Batch<T> batch, double learningRate)
    {
        Prepare(batch.RowCount);
        for (var i = 0; i < _model.Features.Count; i++) batch.Features(i).CopyTo(Features(i));
        if (_target.ElementType == ElementType.Int64) batch.Labels.CopyTo(Labels);
        else BatchTargets.Copy(batch, Targets);
        return Run(learningRate);
    }

    /// <summary>Makes the optimizer forget what it remembers.</summary>
    public void ResetOptimizer()
    {
        foreach (var block in _state) block.Clear();
    }

    public void Dispose()
    {
        _plans.Dispose();
        foreach (var block in _state) block.Dispose();
    }

    /// <summary>The optimizer's update of the block of all parameters, from the block of all gradients.</summary>
    private List<Assignment> Updates(Optimizer optimizer)
    {
        var block = _model.Trained;
        Value[] parameters = [.. block.Variables.Select(v => v.ToValue())];
        var gradients = Gradients.Of(_loss, parameters, Value.Constant(1, _loss.ElementType));
        int[] used = [.. Enumerable.Range(0, parameters.Length).Where(i => gradients[i] is not null)];
        if (used.Length == 0) throw new ArgumentException("The loss depends on no parameter of the model, so there is nothing to train.");
        var whole = block.Whole.ToValue();
        var packed = new PackOp([.. used.Select(i => block.Offsets[i])], block.Whole.Count).Of([.. used.Select(i => gradients[i]!)]);
        var state = new OptimizerState(whole.Type, _rate);
        var updated = optimizer.Update(whole, packed, state);
        if (updated.Type != whole.Type)
            throw new ShapeException($"{optimizer.GetType().Name}: the new parameters are {updated.Type}; they have to be {whole.Type}.");
        _state.Add(new("optimizer", [.. state.Slots], block.ElementType));
        if (state.Scalars.Count > 0) _state.Add(new("optimizer.scalars", [.. state.Scalars], ElementType.Float64));
        return [.. state.Assignments, new(block.Whole, updated)];
    }
}
