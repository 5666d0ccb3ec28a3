using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>The training loop: epochs of steps and validation, keeping the best weights.</summary>
internal sealed class TrainingLoop<T> : ITrainingLoop
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly TrainingOptions _given;
    private TrainingOptions _options;
    private readonly Model _model;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly LearningRate _rate;
    private readonly Metric? _metric;
    private readonly TrainingStep<T> _step;
    private readonly Validator<T> _validator;
    private readonly BestWeights _best;
    private readonly AveragedWeights? _average;
    private readonly EpochDiagnosis<T>? _diagnosis;
    private readonly CallbackList _callbacks;
    private readonly double[] _metricSums;
    private int _epochsBefore;

    public TrainingLoop(Model model, Loss loss, Optimizer optimizer, TrainingOptions options, bool isWeighted)
    {
        (_given, _options, _model, _loss, _optimizer, _rate) = (
            options, options, model, loss, optimizer, new(optimizer.LearningRate, options.Schedule));
        _metric = model.Task switch
        {
            ModelTask.Classification => new Accuracy(),
            ModelTask.Regression => new RSquared(),
            _ => null,
        };
        _step = new(model, loss, optimizer, options, isWeighted);
        _step.State.Seed = options.Seed;

        // Outside the steps, separate random numbers are drawn, so that the steps do not depend on when a run is validated.
        var engine = options.Backend is NativeBackend ? null : _step.Engine;
        _validator = new(model, loss, engine, options.Metrics);
        _callbacks = new(options.Callbacks, new(model, _rate));
        _metricSums = new double[options.Metrics.Count];
        _best = new(model);
        _diagnosis = options.Diagnose ? new(model, _step, engine) : null;
        _average = _step.Average is { } average ? new(model.Trained, average) : null;
    }

    public History Run(
        IRowSource train, int epochs, IRowSource? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _options = _given.For(_step, train);
        if (validation is not null) _validator.Prepare(validation);
        _best.Start();
        _average?.Start();
        _step.DropGradients();
        _callbacks.Start();
        Array.Clear(_metricSums);
        var run = new TrainingRun(epochs, _options.TimeLimit, progress);
        using var checkpoint = _options.Checkpoint is { } kept ? NewCheckpoint(kept, train, validation) : null;
        var sums = checkpoint?.Load(RowRoles.RequireCount(train)) is { } state ? GoOn(state, run) : default;
        if (sums.Batches == 0 && run.Results.Count > 0 && StopAfter(run) is { } before)
            return End(run, before, !StopRules.KeepsLast(before, _options.Patience));
        using var reader = _options.NewReader(train, _epochsBefore, sums.Batches, _step);
        for (var epoch = run.Results.Count + 1; epoch <= epochs; epoch++, sums = default)
        {
            if (sums.Batches == 0) Array.Clear(_metricSums);
            var isFinite = RunEpoch(reader, run, epoch, ref sums, checkpoint, cancellationToken);
            if (!isFinite || !_model.IsFinite) throw Diverged(run, epoch);
            if (cancellationToken.IsCancellationRequested)
            {
                checkpoint?.Save(State(run, sums));
                return End(run, StopReason.Cancelled, returnBest: _best.Epoch > 0);
            }

            _epochsBefore++;
            _average?.Show();
            Judge(run, epoch, sums, train, validation, reader.BatchesPerEpoch);
            _callbacks.EpochEnded(run.Results[^1]);
            var reason = StopAfter(run);
            _average?.Hide();
            if (checkpoint is not null && (checkpoint.IsDue || reason is not null || epoch == epochs)) checkpoint.Save(State(run, default));
            if (reason is { } known) return End(run, known, !StopRules.KeepsLast(known, _options.Patience));
        }

        return End(run, StopReason.Completed, returnBest: _options.Patience is not null);
    }

    public double BaseLearningRate
    {
        get => _rate.Base;
        set => _rate.Base = value;
    }

    public StepResult TrainStep(IRowSource batch)
    {
        var roles = new RowRoles(batch);
        if (_step.Refuses(RowAxes.Of(_model, roles.Columns, roles.RowCount)) is { } refusal) throw refusal;
        var read = new Batch<T>(roles, roles.RowCount);
        using (var reader = roles.Open()) read.Fill(reader, BatchOrder.OfAll(roles.RowCount), epoch: 0, index: 0);
        var rate = _rate.Now;
        _step.Upload();
        try
        {
            var (loss, accuracy) = _step.Run(read, rate);
            _rate.StepEnded();
            return new(loss, _step.HasAccuracy ? accuracy : null, rate);
        }
        finally
        {
            _step.Download();
        }
    }

    public void Dispose()
    {
        _validator.Dispose();
        _step.Dispose();
        _diagnosis?.Dispose();
        _best.Dispose();
    }

    /// <summary>Runs the remaining steps of an epoch. However it ends, the variables are then back in the library's memory.</summary>
    private bool RunEpoch(
        BatchReader<T> reader, TrainingRun run, int epoch, ref EpochSums sums, TrainingCheckpoint? checkpoint,
        CancellationToken cancellationToken)
    {
        _step.Upload();
        try
        {
            return RunSteps(reader, run, epoch, ref sums, checkpoint, cancellationToken);
        }
        finally
        {
            _step.Download();
        }
    }

    /// <summary>A loss that is not finite ends the epoch at once.</summary>
    private bool RunSteps(
        BatchReader<T> reader, TrainingRun run, int epoch, ref EpochSums sums, TrainingCheckpoint? checkpoint,
        CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var (lastReport, before) = (started, sums);
        for (var i = sums.Batches; i < reader.BatchesPerEpoch && !cancellationToken.IsCancellationRequested; i++)
        {
            var batch = reader.Read();
            var (rate, isLast) = (_rate.Now, i + 1 == reader.BatchesPerEpoch);
            var updates = (i + 1) % _options.AccumulationSteps == 0 || isLast;
            var (loss, accuracy) = _step.Run(batch, rate, updates, diagnoses: isLast && _options.Diagnose);
            if (updates)
                _rate.StepEnded();
            if (!double.IsFinite(loss))
                return false;
            sums = sums.Add(batch.RowCount, _step.Total, loss, accuracy, _step.Counted, rate) with
            {
                Seconds = before.Seconds + Stopwatch.GetElapsedTime(started).TotalSeconds,
            };
            for (var m = 0; m < _metricSums.Length; m++) _metricSums[m] += batch.RowCount * _step.Metrics[m];
            _callbacks.StepEnded(epoch, i + 1, reader.BatchesPerEpoch, _step.State.Step - 1, loss, rate);
            if (run.Elapsed >= _options.TimeLimit || _callbacks.IsStopped)
                break;
            if (checkpoint is { IsDue: true } && i + 1 < reader.BatchesPerEpoch)
                SaveMidway(checkpoint, run, sums);
            if (!run.HasListener || Stopwatch.GetElapsedTime(lastReport) < ReportInterval)
                continue;
            lastReport = Stopwatch.GetTimestamp();
            run.Report(epoch, i + 1, reader.BatchesPerEpoch, sums.Loss / sums.Total, sums.Rows / sums.Seconds);
        }

        return true;
    }

    private void SaveMidway(TrainingCheckpoint checkpoint, TrainingRun run, EpochSums sums)
    {
        _step.Download();
        if (_model.IsFinite) checkpoint.Save(State(run, sums));
    }

    /// <summary>Computes the result of the epoch, on training and validation rows.</summary>
    private void Judge(TrainingRun run, int epoch, EpochSums sums, IRowSource train, IRowSource? validation, int batches)
    {
        var (judged, score) = validation is null ? (null, null) : Validate(validation);
        var result = new EpochResult(
            epoch, sums.Loss / sums.Total, _step.HasAccuracy ? (sums.Counted == 0 ? 0 : sums.Accuracy / sums.Counted) : null,
            judged?.Loss, judged?.Metric,
            sums.LearningRate, run.SecondsOf(epoch), sums.Rows / sums.Seconds)
        {
            Metrics = MetricResult.List(_options.Metrics, (m, i) => new(m.Name, _metricSums[i] / sums.Rows, Validated(i))),
            Targets = judged?.Targets ?? [], Score = score,
        };
        if (_diagnosis is not null) result = _diagnosis.Of(result, validation ?? train);
        run.Add(result, batches);
        if (!double.IsFinite(result.ValidationLoss ?? 0)) throw Diverged(run, epoch);
        _rate.EpochEnded(result.ValidationLoss ?? result.TrainingLoss);
        _best.Offer(epoch, result.RankBy(_options.SelectBy));

        double? Validated(int metric) => validation is null ? null : _validator.Metrics[metric];
    }

    /// <summary>Loss and metric on the validation rows, and what the best epoch is chosen by unless that is the loss.</summary>
    private (ValidationScore Judged, double? Score) Validate(IRowSource validation)
    {
        if (_options.SelectBy is not { } chosen) return (_validator.Run(validation, _metric), null);
        if (_metric is not null && chosen.GetType() == _metric.GetType())
        {
            var judged = _validator.Run(validation, _metric);
            return (judged, judged.Metric);
        }

        var result = _validator.Run(validation);
        return (new(result.Loss, _metric?.Of(result.Predictions!)), chosen.Of(result.Predictions!));
    }

    private StopReason? StopAfter(TrainingRun run) =>
        _callbacks.IsStopped ? StopReason.Callback : StopRules.After(run.Results[^1], _best.Epoch, run.Elapsed, _options);

    /// <summary>The checkpoint of this run: the model under its own names, and all other state.</summary>
    private TrainingCheckpoint NewCheckpoint(CheckpointOptions options, IRowSource train, IRowSource? validation) =>
        new(
            options, RunIdentity.Of(_options, _model, _loss, _optimizer, _step.Graph, train, validation),
            [
                .. ModelWeights.Variables(_model).Select(v => (v.Name, v)),
                .. _step
                    .StateBlocks.Concat(_best.Copies)
                    .SelectMany(b => b.Variables.Select(v => ($"{ModelWeights.TrainingPrefix}{b.Whole.Name}/{v.Name}", v))),
            ]);

    private CheckpointState State(TrainingRun run, EpochSums sums) => new()
    {
        Step = _step.State.Step,
        Results = run.Results,
        Sums = sums,
        BestEpoch = _best.Epoch,
        BestLoss = _best.Loss,
        BestRank = _best.Rank,
        ScheduleSteps = _rate.Steps,
        ScheduleLosses = _rate.Losses,
        BaseLearningRate = _rate.Base,
        MetricSums = sums.Batches > 0 ? [.. _metricSums] : [],
        Callbacks = _callbacks.States,
        IsStopped = _callbacks.IsStopped,
        Seconds = run.Elapsed.TotalSeconds,
        SecondsAtLastEpoch = run.SecondsAtLastEpoch,
    };

    /// <summary>Resumes a run whose tensors are already restored.</summary>
    private EpochSums GoOn(CheckpointState state, TrainingRun run)
    {
        run.GoOn(state);
        _step.State.Step = state.Step;
        _best.GoOn(state.BestEpoch, state.BestLoss, state.BestRank);
        _rate.GoOn(state.ScheduleSteps, state.ScheduleLosses, state.BaseLearningRate);
        _callbacks.Load(state.Callbacks);
        _callbacks.Start(state.IsStopped);
        for (var i = 0; i < Math.Min(_metricSums.Length, state.MetricSums.Count); i++) _metricSums[i] = state.MetricSums[i];
        _epochsBefore = state.Results.Count;
        return state.Sums;
    }

    private History End(TrainingRun run, StopReason reason, bool returnBest)
    {
        if (returnBest) _best.Restore();
        _average?.End(isLast: !returnBest);
        return new(run.Results, reason, _best.Epoch, _metric?.Name ?? "", run.Elapsed);
    }

    private TrainingDivergedException Diverged(TrainingRun run, int epoch)
    {
        var kept = _best.Epoch > 0 ? $"The model holds the weights of epoch {_best.Epoch}." : "The model holds its initial weights.";
        var lower = double.Parse(
            (_optimizer.LearningRate / 10).ToString("G15", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        ); // 0.0007, not 0.0007000000000000001
        _step.ResetOptimizer();
        return new(
            $"The loss was no longer a finite number at step {_step.State.Step - 1} (epoch {epoch}). Try a lower learning rate than "
                + $"{_optimizer.LearningRate:R}, such as {lower:R}. {kept}",
            End(run, StopReason.Diverged, returnBest: true));
    }
}
