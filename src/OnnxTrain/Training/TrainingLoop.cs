using System.Diagnostics;
using System.Globalization;
using System.Numerics;

namespace OnnxTrain;

/// <summary>Epochs of steps, judged on validation rows, with the best weights at hand.</summary>
internal sealed class TrainingLoop<T> : ITrainingLoop
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly TrainingSettings _settings;
    private readonly double _optimizerRate;
    private readonly LearningRate _rate;
    private readonly Metric? _metric;
    private readonly TrainingStep<T> _step;
    private readonly Validator<T> _validator;
    private readonly BestWeights _best;
    private readonly VariableBlock _parameters;
    private readonly AveragedWeights? _average;
    private readonly EpochDiagnosis<T>? _diagnosis;
    private int _epochsBefore;

    public TrainingLoop(Model model, Loss loss, Optimizer optimizer, TrainingSettings settings)
    {
        (_settings, _optimizerRate, _rate) = (settings, optimizer.LearningRate, new(optimizer.LearningRate, settings.Schedule));
        _metric = model.Task switch { ModelTask.Classification => new Accuracy(), ModelTask.Regression => new RSquared(), _ => null };
        _step = new(model, loss, optimizer, settings.Update, settings.Diagnose);
        _step.State.Seed = settings.Seed;
        _validator = new(model, loss);
        _parameters = model.Trained;
        _best = new(_parameters);
        _diagnosis = settings.Diagnose ? new(model, _step) : null;
        _average = _step.Average is { } average ? new(_parameters, average) : null;
    }

    public History Run(
        Dataset train, int epochs, Dataset? validation, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _best.Start();
        _average?.Start();
        _step.DropGradients();
        var run = new TrainingRun(epochs, progress);
        using var reader = NewReader(train);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            var (loss, metric, rate, rows, seconds) = Epoch(reader, run, epoch, cancellationToken);
            if (!double.IsFinite(loss) || !_parameters.IsFinite) throw Diverged(run, epoch);
            if (cancellationToken.IsCancellationRequested) return End(run, StopReason.Cancelled, returnBest: _best.Epoch > 0);
            _epochsBefore++;
            _average?.Show();
            var (validationLoss, predictions) = validation is null ? default : _validator.Run(validation);
            var result = new EpochResult(
                epoch, loss, metric,
                validation is null ? null : validationLoss,
                predictions is null ? null : _metric?.Of(predictions),
                rate, run.SecondsOf(epoch), rows / seconds);
            if (_diagnosis is not null) result = _diagnosis.Of(result, validation ?? train);
            run.Add(result, reader.BatchesPerEpoch);
            if (!double.IsFinite(result.ValidationLoss ?? 0)) throw Diverged(run, epoch);
            _rate.EpochEnded(result.ValidationLoss ?? result.TrainingLoss);
            _best.Offer(epoch, result.ValidationLoss ?? result.TrainingLoss);
            if (StopRules.After(result, _best.Epoch, run.Elapsed, _settings) is { } reason) return End(run, reason, !StopRules.KeepsLast(reason, _settings.Patience));
            _average?.Hide();
        }

        return End(run, StopReason.Completed, returnBest: _settings.Patience is not null);
    }

    public void Dispose()
    {
        _step.Dispose();
        _validator.Dispose();
        _diagnosis?.Dispose();
    }

    private BatchReader<T> NewReader(Dataset data)
    {
        ulong? seed = _settings.Sampling is Sampling.Shuffled or Sampling.WithReplacement ? _settings.Seed : null;
        var batchSize = _settings.Sampling == Sampling.FullBatch ? data.RowCount : _settings.BatchSize;
        return new(data, batchSize, seed, _epochsBefore, withReplacement: _settings.Sampling == Sampling.WithReplacement);
    }

    /// <summary>The mean loss and accuracy of an epoch; a loss that is not finite ends it at once.</summary>
    private (double Loss, double? Metric, double Rate, long Rows, double Seconds) Epoch(
        BatchReader<T> reader, TrainingRun run, int epoch, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var lastReport = started;
        var (losses, accuracies, rows, rate) = (0.0, 0.0, 0L, _rate.Now);
        for (var i = 0; i < reader.BatchesPerEpoch && !cancellationToken.IsCancellationRequested; i++)
        {
            var batch = reader.Read();
            rate = _rate.Now;
            var isLast = i + 1 == reader.BatchesPerEpoch;
            var updates = (i + 1) % _settings.AccumulationSteps == 0 || isLast;
            var (loss, accuracy) = _step.Run(batch, rate, updates, diagnoses: isLast && _settings.Diagnose);
            if (updates) _rate.StepEnded();
            if (!double.IsFinite(loss)) return (loss, null, rate, rows, 0);
            losses += loss * batch.RowCount;
            accuracies += accuracy * batch.RowCount;
            rows += batch.RowCount;
            if (run.Elapsed >= _settings.TimeLimit) break;
            if (!run.HasListener || Stopwatch.GetElapsedTime(lastReport) < ReportInterval) continue;
            lastReport = Stopwatch.GetTimestamp();
            run.Report(epoch, i + 1, reader.BatchesPerEpoch, losses / rows, rows / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return rows == 0 ? (0, null, rate, 0, seconds) : (losses / rows, _step.HasAccuracy ? accuracies / rows : null, rate, rows, seconds);
    }

    private History End(TrainingRun run, StopReason reason, bool returnBest)
    {
        if (returnBest) _best.Restore();
        _average?.End(isLast: !returnBest);
        return new(run.Results, reason, _best.Epoch, _metric?.Name ?? "", run.Elapsed);
    }

    private TrainingDivergedException Diverged(TrainingRun run, int epoch)
    {
        var kept = _best.Epoch > 0 ? $"The model holds the weights of epoch {_best.Epoch}." : "The model holds the weights it began with.";
        var lower = double.Parse((_optimizerRate / 10).ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture); // 0.0007, not 0.0007000000000000001
        _step.ResetOptimizer();
        return new(
            $"The loss was no longer a finite number at step {_step.State.Step - 1} (epoch {epoch}). Try a lower learning rate than {_optimizerRate:R}, such as {lower:R}. {kept}",
            End(run, StopReason.Diverged, returnBest: true));
    }
}
