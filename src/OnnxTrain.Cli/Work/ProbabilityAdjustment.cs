namespace OnnxTrain.Cli;

/// <summary>Calibrates the probabilities of a trained model and sets the threshold of its labels, as <c>train</c> was asked.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="data">The data.</param>
internal sealed class ProbabilityAdjustment(TrainRequest request, TrainingData data)
{
    private bool IsAsked => request.Calibrate || request.Threshold is not null;

    /// <summary>Finds out, before training, whether it will be possible.</summary>
    /// <exception cref="ToolException">It will not.</exception>
    public void Check(IReadOnlyList<Target> targets)
    {
        if (!IsAsked) return;
        var option = request.Calibrate ? "--calibrate" : "--threshold";
        if (!targets.Any(target => target is ClassTarget))
            throw new ToolException($"{option} is for classes; the targets are numbers.", $"Leave {option} out.");
        if (request.Ensemble is not null)
            throw new ToolException($"{option} is for one network, and --ensemble trains several.", "Leave out one of the two.");
        if (request.Threshold is not null && !targets.Any(IsBinary))
            throw new ToolException(
                $"--threshold is for two classes, and there are {targets.OfType<ClassTarget>().First().Classes.Count}.",
                "Leave --threshold out.");
        if (request.Threshold is not null && request.Labels == ExportLabels.None)
            throw new ToolException("--threshold changes labels, and --labels none leaves them out.", "Leave out one of the two.");
        if (data.Validation is null && (request.Calibrate || request.Threshold?.Metric is not null))
            throw new ToolException(
                $"{option} needs validation rows, and there are none.",
                request.Folds is null ? "Leave --validation 0 out." : "Leave out --folds, or give --threshold a number.");
    }

    /// <summary>The model with other probabilities and labels.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="page">Where to say what was changed.</param>
    /// <param name="progress">Told of the validation rows.</param>
    /// <param name="cancellationToken">Stops the predictions.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public DataModel Of(DataModel model, Page page, IProgress<RowProgress> progress, CancellationToken cancellationToken)
    {
        page.Blank();
        page.Heading("Probabilities");
        foreach (var name in model.Targets.OfType<ClassTarget>().Select(target => target.Name).ToList())
        {
            if (request.Calibrate)
            {
                var before = Predictions(model, name);
                model = model.WithTemperature(TemperatureScaling.Fit(before), name);
                TellTemperature(page, (ClassTarget)model.Targets.First(target => target.Name == name), before, Predictions(model, name));
            }

            if (request.Threshold is not { } choice || !IsBinary(model.Targets.First(target => target.Name == name))) continue;
            var best = choice.Metric is { } metric ? DecisionThreshold.Best(Predictions(model, name), metric) : choice.Value;
            model = model.WithThreshold(best, name);
            page.Fact(
                "threshold",
                $"'{model.Targets.First(target => target.Name == name).Classes[1]}' from a probability of {best:0.####} on"
                + (choice.Metric is null ? "" : $", the best {choice.Metric.Name} of the validation {request.Noun}s"));
        }

        return model;

        Predictions Predictions(DataModel current, string target) =>
            current.EvaluateTargets(data.Validation!, backend: null, progress, cancellationToken)[target];
    }

    private static bool IsBinary(Target target) => target is ClassTarget { Classes.Count: 2 };

    private void TellTemperature(Page page, ClassTarget target, Predictions before, Predictions after)
    {
        var (loss, error) = (new LogLoss(), (Func<Predictions, double>)(p => new Calibration(p).ExpectedError));
        page.Fact(
            "calibration",
            target.Temperature == 1
                ? $"every validation {request.Noun} is predicted right, so the probabilities stay as they are"
                : $"temperature {target.Temperature:0.###}: log loss {Numbers.Loss(loss.Of(before))} → {Numbers.Loss(loss.Of(after))}, "
                    + $"expected calibration error {Numbers.Percent(error(before))} → {Numbers.Percent(error(after))} of the validation "
                    + $"{request.Noun}s");
    }
}
