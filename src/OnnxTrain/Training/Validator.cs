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
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public ValidationResult Run(
        IRowSource data, IProgress<RowProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var reporter = new RowProgressReporter(progress, data.RowCount, cancellationToken);
        var judge = JudgeOf(data);
        var (isInOrder, all) = (data.Sizes is null, RowRoles.RequireCount(data));
        var (answers, truth, labels) = (new RowValues(isInOrder, all), new RowValues(isInOrder, all), new RowValues(isInOrder, all));
        var (targets, rows) = (new TargetLosses<T>(judge.Targets), 0);
        var isClasses = _model.Task == ModelTask.Classification && judge.Batch.Target.ElementType == ElementType.Int64;
        var loss = Run(
            data, judge,
            (plan, batch) =>
            {
                answers.Add<T>(
                    isClasses ? ByPlace(plan.Elements<T>(_answer), batch.RowCount) : plan.Elements<T>(_answer), batch.Rows);
                if (batch.Targets.Length > 0) truth.Add<T>(batch.Targets, batch.Rows);
                if (batch.Labels.Length > 0) labels.Add<long>(batch.Labels, batch.Rows);
                targets.Add(plan, batch.RowCount);
                rows += batch.RowCount;
                reporter.Report(rows);
            });
        if (_model.Target.Parts is { Count: > 1 } parts && truth.Count == (long)rows * parts.Count)
            return ValidationResult.Of(parts, TargetPredictions.Of(parts, answers.ToArray(), truth.ToArray()), targets, loss);
        return new(
            loss, _model.Task switch
            {
                ModelTask.Classification when isClasses => OfClasses(
                    answers.ToArray(), Array.ConvertAll((labels.Count > 0 ? labels : truth).ToArray(), label => (int)label)),
                ModelTask.Regression => Predictions.OfNumbers(
                    _model.Target.InUnits(answers.ToArray()), _model.Target.InUnits(truth.ToArray()), Width(answers.Count, data)),
                _ => null,
            });
    }

    /// <summary>
    /// The same loss, and a metric of the predictions if the model's task has any. The accuracy of a class for each pixel (or position) is
    /// counted batch by batch, since the probabilities of all pixels would fill the memory.
    /// </summary>
    public ValidationScore Run(IRowSource data, Metric? metric)
    {
        var judge = JudgeOf(data);
        if (metric is not Accuracy || judge.Accuracy is null)
        {
            var result = Run(data);
            return new(result.Loss, result.Predictions is { } own ? metric?.Of(own) : null) { Targets = result.Scores };
        }

        var (right, counted) = (0.0, 0.0);
        var loss = Run(data, judge, (plan, _) =>
        {
            var count = plan.Elements<double>(judge.Counted!)[0];
            (right, counted) = (right + (count * double.CreateChecked(plan.Elements<T>(judge.Accuracy)[0])), counted + count);
        });
        return new(loss, counted == 0 ? 0 : right / counted);
    }

    public void Dispose()
    {
        _plain?.Runner.Dispose();
        _weighted?.Runner.Dispose();
    }

    private Predictions OfClasses(double[] probabilities, int[] labels) => Predictions
        .OfPlaces(probabilities, labels, _model.Classes.Count, places: 1, (_loss as ClassLoss)?.IgnoreIndex)
        .WithThreshold((_model.Target as ClassTarget)?.Threshold);

    /// <summary>[rows, classes, places] as [rows, places, classes]: how many places a row has may differ from batch to batch.</summary>
    private ReadOnlySpan<T> ByPlace(ReadOnlySpan<T> answers, int rows)
    {
        var classes = _model.Classes.Count;
        var places = answers.Length / (rows * classes);
        if (places == 1) return answers;
        var moved = new T[answers.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            var ((row, rest), place) = (Math.DivRem(i / places, classes), i % places);
            moved[(((row * places) + place) * classes) + rest] = answers[i];
        }

        return moved;
    }

    /// <summary>How many numbers a row has; where that differs from row to row, each number is judged as a row of its own.</summary>
    private int Width(int numbers, IRowSource data) =>
        RowAxes.Row(_answer.Shape).IsFixed ? numbers / RowRoles.RequireCount(data) : 1;

    private double Run(IRowSource data, Judge judge, Action<IStepPlan, Batch<T>> look)
    {
        var (sum, totals) = (0.0, 0.0);
        Array.Clear(Metrics);
        judge.Runner.Run(
            data, RowsAtOnce.For(data),
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

            Targets = (loss as TargetsLoss)?.Parts(model.InferenceOutput, Batch.Target, Batch.Weights) ?? [];
            Metrics = [.. metrics.Select(metric => metric.Of(model.InferenceOutput, model.Target.EncodeTarget(Batch.Target)))];
            var graph = new Graph(
                [.. model.Features, .. Batch.Feeds],
                [
                    .. Batch.Fetches, answer, .. Accuracy is null ? [] : (Value[])[Accuracy, Counted!], .. Metrics,
                    .. Targets.Select(part => part.Loss), .. Targets.Select(part => part.Total).OfType<Value>(),
                ]);
            Runner = new(model, graph, engine);
        }

        public BatchLoss Batch { get; }

        /// <summary>The fraction of positions in the rows of a batch that are classified correctly; null if a row has one class.</summary>
        public Value? Accuracy { get; }

        /// <summary>The number of positions that count.</summary>
        public Value? Counted { get; }

        /// <summary>The loss of each of several targets.</summary>
        public IReadOnlyList<(Value Loss, Value? Total)> Targets { get; }

        /// <summary>The custom metrics.</summary>
        public IReadOnlyList<Value> Metrics { get; }

        public RowRunner<T> Runner { get; }
    }
}
