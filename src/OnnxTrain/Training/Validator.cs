using System.Numerics;

namespace OnnxTrain;

/// <summary>Evaluates a model, in inference mode, on data with known targets.</summary>
internal sealed class Validator<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Model _model;
    private readonly Loss _loss;
    private readonly Value _answer;
    private readonly IStepEngine? _engine;
    private readonly IReadOnlyList<BatchMetric> _metrics;
    private Judge? _plain;
    private Judge? _weighted;

    /// <param name="model">The model.</param>
    /// <param name="loss">Its loss; null for the default.</param>
    /// <param name="engine">The engine that computes; null for the library's own kernels.</param>
    /// <param name="metrics">Custom metrics.</param>
    public Validator(Model model, Loss? loss, IStepEngine? engine = null, IReadOnlyList<BatchMetric>? metrics = null)
    {
        (_model, _loss, _engine) = (model, loss ?? TrainingLoss.Default(model), engine);
        _answer = model.Target.Answer(model.InferenceOutput);
        _metrics = metrics ?? [];
        Metrics = new double[_metrics.Count];
    }

    /// <summary>The custom metrics over the rows of the last run.</summary>
    public double[] Metrics { get; }

    /// <summary>Prepares for data, so that errors are reported now.</summary>
    public void Prepare(IRowSource data) => JudgeOf(data);

    /// <summary>The mean loss over all rows, and the predictions if the model's task has metrics.</summary>
    public (double Loss, Predictions? Predictions) Run(IRowSource data)
    {
        var judge = JudgeOf(data);
        var (answers, targets, labels, rows) = (new List<double>(), new List<double>(), new List<int>(), 0);
        var loss = Run(
            data, judge,
            (plan, batch) =>
            {
                foreach (var answer in plan.Elements<T>(_answer))
                    answers.Add(double.CreateChecked(answer));
                foreach (var target in batch.Targets)
                    targets.Add(double.CreateChecked(target));
                foreach (var label in batch.Labels) labels.Add((int)label);
                rows += batch.RowCount;
            });
        return (
            loss, _model.Task switch
            {
                ModelTask.Classification when judge.Batch.Target.ElementType == ElementType.Int64 => OfClasses(
                    [.. answers],
                    labels.Count > 0 ? [.. labels] : [.. targets.Select(t => (int)t)],
                    rows),
                ModelTask.Regression => Predictions.OfNumbers([.. answers], [.. targets], answers.Count / rows),
                _ => null,
            });
    }

    /// <summary>
    /// The same loss, and a metric of the predictions if the model's task has any. The accuracy of a class for each pixel (or position) is
    /// counted batch by batch, since the probabilities of all pixels would fill the memory.
    /// </summary>
    public (double Loss, double? Metric) Run(IRowSource data, Metric? metric)
    {
        var judge = JudgeOf(data);
        if (metric is not Accuracy || judge.Accuracy is null)
        {
            var (mean, predictions) = Run(data);
            return (mean, predictions is null ? null : metric?.Of(predictions));
        }

        var (right, counted) = (0.0, 0.0);
        var loss = Run(data, judge, (plan, _) =>
        {
            var count = plan.Elements<double>(judge.Counted!)[0];
            (right, counted) = (right + (count * double.CreateChecked(plan.Elements<T>(judge.Accuracy)[0])), counted + count);
        });
        return (loss, counted == 0 ? 0 : right / counted);
    }

    public void Dispose()
    {
        _plain?.Runner.Dispose();
        _weighted?.Runner.Dispose();
    }

    private Predictions OfClasses(double[] probabilities, int[] labels, int rows) =>
        Predictions.OfPlaces(probabilities, labels, _model.Classes.Count, labels.Length / rows, (_loss as ClassLoss)?.IgnoreIndex);

    private double Run(IRowSource data, Judge judge, Action<IStepPlan, Batch<T>> look)
    {
        var (sum, totals) = (0.0, 0.0);
        Array.Clear(Metrics);
        judge.Runner.Run(
            data, RowsAtOnce.For(_model),
            (plan, batch) =>
            {
                var (mean, total) = judge.Batch.Read<T>(plan, batch.RowCount);
                (sum, totals) = (sum + (mean * total), totals + total);
                for (var i = 0; i < Metrics.Length; i++) Metrics[i] += batch.RowCount * plan.Elements<double>(judge.Metrics[i])[0];
                look(plan, batch);
            },
            judge.Batch.Fill);
        for (var i = 0; i < Metrics.Length; i++) Metrics[i] /= RowRoles.RequireCount(data);
        return sum / totals;
    }

    private Judge JudgeOf(IRowSource data) =>
        new RowRoles(data).IsWeighted
            ? _weighted ??= NewJudge(isWeighted: true)
            : _plain ??= NewJudge(isWeighted: false);

    private Judge NewJudge(bool isWeighted) => new(_model, _loss, _answer, isWeighted, _engine, _metrics);

    private sealed class Judge
    {
        public Judge(Model model, Loss loss, Value answer, bool isWeighted, IStepEngine? engine, IReadOnlyList<BatchMetric> metrics)
        {
            Batch = new(model, loss, model.InferenceOutput, isWeighted);
            if (model.Task == ModelTask.Classification && Batch.Target is { ElementType: ElementType.Int64, Rank: > 1 } labels)
            {
                Accuracy = TrainingLoss.Accuracy(loss, model.InferenceOutput, labels);
                Counted = (loss as ClassLoss)?.CountedLabels(labels) ?? CountOp.Of(labels.Shape, ElementType.Float64);
            }

            Metrics = [.. metrics.Select(metric => metric.Of(model.InferenceOutput, model.Target.EncodeTarget(Batch.Target)))];
            var graph = new Graph(
                [.. model.Features, .. Batch.Feeds],
                [.. Batch.Fetches, answer, .. Accuracy is null ? [] : (Value[])[Accuracy, Counted!], .. Metrics]);
            Runner = new(model, graph, engine);
        }

        public BatchLoss Batch { get; }

        /// <summary>The fraction of positions in the rows of a batch that are classified correctly; null if a row has one class.</summary>
        public Value? Accuracy { get; }

        /// <summary>The number of positions that count.</summary>
        public Value? Counted { get; }

        /// <summary>The custom metrics.</summary>
        public IReadOnlyList<Value> Metrics { get; }

        public RowRunner<T> Runner { get; }
    }
}
