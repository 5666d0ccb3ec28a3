using System.Numerics;

namespace OnnxTrain;

/// <summary>Runs a model, as it is after training, on data with known answers.</summary>
internal sealed class Validator<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int RowsAtOnce = 512;

    private readonly Model _model;
    private readonly Value _target;
    private readonly Value? _loss;
    private readonly Value _answer;
    private readonly PlanCache _plans;

    public Validator(Model model, Loss? loss)
    {
        _model = model;
        var targetType = (loss ?? TrainingLoss.Default(model)).TargetType(model.Output.Type);
        _target = Value.Input("target", targetType.ElementType, targetType.Shape);
        _loss = loss?.Of(model.InferenceOutput, model.Head.EncodeTarget(_target));
        _answer = model.Head.Answer(model.InferenceOutput);
        _plans = new(new([.. model.Features, _target], _loss is null ? [_answer] : [_loss, _answer]));
    }

    /// <summary>The mean loss over all rows, and the predictions if the model's task has metrics.</summary>
    public (double Loss, Predictions? Predictions) Run(Dataset data)
    {
        using var reader = new BatchReader<T>(data, RowsAtOnce, seed: null, prefetch: false);
        var answers = new List<double>();
        var targets = new List<double>();
        var sum = 0.0;
        for (var i = 0; i < reader.BatchesPerEpoch; i++)
        {
            var batch = reader.Read();
            var plan = _plans.For(new Dictionary<string, long> { [_model.Features[0].Shape[0].Name!] = batch.RowCount });
            for (var input = 0; input < _model.Features.Count; input++) batch.Features(input).CopyTo(plan.Elements<T>(_model.Features[input]));
            if (_target.ElementType == ElementType.Int64) batch.Labels.CopyTo(plan.Elements<long>(_target));
            else BatchTargets.Copy(batch, plan.Elements<T>(_target));
            plan.Run();
            if (_loss is not null) sum += double.CreateChecked(plan.Elements<T>(_loss)[0]) * batch.RowCount;
            foreach (var answer in plan.Elements<T>(_answer)) answers.Add(double.CreateChecked(answer));
            foreach (var target in batch.Targets) targets.Add(double.CreateChecked(target));
        }

        return (sum / data.RowCount, _model.Task switch
        {
            ModelTask.Classification when _target.ElementType == ElementType.Int64 => Predictions.OfClasses([.. answers], data.Labels.ToArray(), _model.Classes.Count),
            ModelTask.Regression => Predictions.OfNumbers([.. answers], [.. targets], answers.Count / data.RowCount),
            _ => null,
        });
    }

    public void Dispose() => _plans.Dispose();
}
