using System.Numerics;

namespace OnnxTrain;

/// <summary>Runs a model, as it is after training, on data with known answers.</summary>
internal sealed class Validator<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Model _model;
    private readonly Loss? _loss;
    private readonly Value _answer;
    private (BatchLoss Batch, PlanCache Plans)? _plain;
    private (BatchLoss Batch, PlanCache Plans)? _weighted;

    public Validator(Model model, Loss? loss)
    {
        (_model, _loss, _answer) = (model, loss, model.Head.Answer(model.InferenceOutput));
    }

    /// <summary>The mean loss over all rows, and the predictions if the model's task has metrics.</summary>
    public (double Loss, Predictions? Predictions) Run(Dataset data)
    {
        var (loss, plans) = data.Weights.IsEmpty ? _plain ??= New(isWeighted: false) : _weighted ??= New(isWeighted: true);
        using var reader = new BatchReader<T>(data, BatchPlans.RowsFor(_model), seed: null, prefetch: false);
        var answers = new List<double>();
        var targets = new List<double>();
        var (sum, totals) = (0.0, 0.0);
        for (var i = 0; i < reader.BatchesPerEpoch; i++)
        {
            var batch = reader.Read();
            var plan = plans.For(_model, batch);
            loss.Fill(plan, batch);
            plan.Run();
            var (mean, total) = loss.Read<T>(plan, batch.RowCount);
            (sum, totals) = (sum + (mean * total), totals + total);
            foreach (var answer in plan.Elements<T>(_answer)) answers.Add(double.CreateChecked(answer));
            foreach (var target in batch.Targets) targets.Add(double.CreateChecked(target));
        }

        return (sum / totals, _model.Task switch
        {
            ModelTask.Classification when loss.Target.ElementType == ElementType.Int64 => Predictions.OfClasses([.. answers], data.Labels.ToArray(), _model.Classes.Count),
            ModelTask.Regression => Predictions.OfNumbers([.. answers], [.. targets], answers.Count / data.RowCount),
            _ => null,
        });
    }

    public void Dispose()
    {
        _plain?.Plans.Dispose();
        _weighted?.Plans.Dispose();
    }

    private (BatchLoss, PlanCache) New(bool isWeighted)
    {
        var batch = new BatchLoss(_model, _loss ?? TrainingLoss.Default(_model), _model.InferenceOutput, isWeighted);
        return (batch, new(new([.. _model.Features, .. batch.Feeds], [.. batch.Fetches, _answer])));
    }
}
