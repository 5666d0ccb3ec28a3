using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>One run of <c>train</c>, from the data to the file.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="terminal">Where to say what is done.</param>
internal sealed class TrainRun(TrainRequest request, Terminal terminal)
{
    private readonly TimePlan _time = new(request.Options.TimeLimit);
    private readonly SideOutputs _side = new();

    public int Run(CancellationToken cancellationToken)
    {
        using var memory = new MemoryWatch(request.Columns.Memory);

        // Whether there are data comes before whether there is room for the result.
        request.RequireData();
        using var output = OutputFile.Claim(request.Output, [.. request.Sources]);
        using var history = Claim(request.History, "--history", ".csv or .json", [".csv", ".json"], request.Output);
        using var reportFile = Claim(request.Report, "--report", ".html", [".html", ".htm"], request.Output, request.History);
        if (request.Options.Checkpoint is { Resume: false } kept && File.Exists(kept.Path))
            throw new ToolException(
                $"{kept.Path} is the checkpoint of an earlier run.", "--resume continues it; or name another folder, or delete it.");
        var session = TrainingSession.Open(request, terminal, cancellationToken);
        session.CheckAdjustment();
        StartView.Write(new(terminal.Out), session);
        var exporter = new Exporter(
            output, new() { Opset = request.Opset, Labels = request.Labels }, request.Verify ? path => Verify(session, path) : null);
        exporter.Rehearse(session.Model, session.Open);

        session = session.Select(terminal, cancellationToken);
        request = session.Request;
        var report = new ReportWriter(session, reportFile, _side);
        _time.StartTraining();
        if (session.TryTrainSeveral(terminal, cancellationToken)) return Finish(trained: null);

        var outcome = Train(session, cancellationToken);
        ResultView.WriteCourse(new(terminal.Out), request, outcome);
        if (terminal.IsInteractive && LossChart.Fits(terminal.Out, outcome.History.Epochs))
            LossChart.Write(terminal.Out, outcome.History.Epochs, new Page(terminal.Out).Blank);
        AdviceView.Write(new(terminal.Out), outcome.History, session.Folds is not null, session.IsFrozen);
        if (!MayExport(outcome))
        {
            _side.Write("--history", history, outcome.History.Save);
            report.Write(new(terminal.Out), outcome.History, export: null);
            return _side.End(terminal, End(outcome));
        }

        var exit = Finish(outcome.History);
        return outcome.Diverged is null ? exit : End(outcome);

        // The model first: it must not be lost where something else cannot be written.
        int Finish(History? trained)
        {
            _time.EndTraining();
            Adjust(session);
            session.Describe();
            var judged = Judge(session, trained);
            var result = exporter.Run(session.Model);
            if (trained is not null) _side.Write("--history", history, trained.Save);
            var code = WriteExport(result, output, session, judged, () => report.Write(new(terminal.Out), trained, result, judged));
            return _side.End(terminal, code);
        }
    }

    /// <summary>Calibrates the model, if that was asked for; not if it is stopped.</summary>
    private void Adjust(TrainingSession session)
    {
        if (request is { Calibrate: false, Threshold: null }) return;
        try
        {
            session.Adjust(terminal, terminal.NextStop());
        }
        catch (OperationCanceledException)
        {
            new Page(terminal.Out).Line("The calibration was stopped; the model is exported as it was trained.");
        }
    }

    /// <summary>How good the predictions are, for the rows that the model is judged by; null if that was stopped.</summary>
    private Judgement? Judge(TrainingSession session, History? trained)
    {
        try
        {
            var rate = trained is { Epochs.Count: > 0 } ? trained.Epochs.Average(epoch => epoch.RowsPerSecond) : (double?)null;
            var quality = new QualityView(session);
            var judged = session.Judge(rate, _time.OfEvaluation, quality.Add, terminal, terminal.NextStop());
            quality.Write(new(terminal.Out), judged);
            return judged;
        }
        catch (OperationCanceledException)
        {
            new Page(terminal.Out).Line("The evaluation was stopped; the model is exported.");
            return null;
        }
    }

    private VerificationReport Verify(TrainingSession session, string path)
    {
        using var view = new PhaseView(terminal, "Verifying", request.Noun);
        return session.Verify(path, _time.OfVerification, view, terminal.NextStop());
    }

    private TrainingOutcome Train(TrainingSession session, CancellationToken cancellationToken)
    {
        var metric = session.Model.Task switch
        {
            ModelTask.Classification => new Accuracy().Name,
            ModelTask.Regression => new RSquared().Name,
            _ => "metric",
        };
        using var board = request.TensorBoard is null ? null : new BoardProgress(request.TensorBoard, metric, _side);
        IProgressView view = terminal.IsInteractive
            ? new LiveProgressView(terminal.Out, request, metric)
            : new PlainProgressView(terminal.OutWriter, request.Epochs, metric, request.Noun);
        var limit = _time.StartTraining();
        return view.Show(progress => session.Run(
            limit, board is null ? progress : new ProgressFork(progress, board),
            e => _side.Add("--checkpoint", request.Options.Checkpoint!.Path, e), cancellationToken));
    }

    /// <summary>The file for a result besides the model, if one was asked for.</summary>
    private OutputFile? Claim(string? path, string option, string wanted, string[] extensions, params string?[] others)
    {
        if (path is null) return null;
        if (others.OfType<string>().Any(other => OutputFile.Resolve(other) == OutputFile.Resolve(path)))
            throw new ToolException($"{option}: '{path}' is to be written twice.", "Give each output a name of its own.");
        var file = OutputFile.Claim(path, [.. request.Sources]);
        if (extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) return file;
        file.Dispose();
        throw new ToolException($"{option} is '{path}'; expected a name that ends in {wanted}.");
    }

    private bool MayExport(TrainingOutcome outcome)
    {
        if (!outcome.WasCutShort) return true;
        if (!outcome.HasBest) return false;
        if (request.KeepBest) return true;
        return outcome.WasCancelled && terminal.Confirm is { } confirm
            && confirm($"Export the weights of epoch {outcome.History.BestEpoch} to {request.OutputText}?");
    }

    /// <summary>Says why there is no file, or why there is one that is not what was asked for.</summary>
    private int End(TrainingOutcome outcome)
    {
        if (outcome.Diverged is not null)
        {
            var rate = Math.Min(request.Rate / 10, request.Defaults.RateOf(request.Optimizer));
            var epoch = 1 + outcome.History.Epochs.Count(e => double.IsFinite(e.TrainingLoss) && double.IsFinite(e.ValidationLoss ?? 0));
            var message =
                $"The loss was no longer a finite number in epoch {epoch}. Try a lower rate: --learning-rate "
                    + $"{rate.ToString("G6", CultureInfo.InvariantCulture)}.";
            var hint =
                !outcome.HasBest ? "Nothing was exported: no epoch had ended before."
                : request.KeepBest ? $"The weights exported are those of epoch {outcome.History.BestEpoch}."
                : $"Nothing was exported; --keep-best would export the weights of epoch {outcome.History.BestEpoch}.";
            FailureView.Write(terminal, new(message, hint, ExitCode.Failed));
            return ExitCode.Failed;
        }

        var keep = request.Options.Checkpoint is not null ? "The same command with --resume continues the run."
            : outcome.HasBest && terminal.Confirm is null ? "--keep-best exports the best weights of a run that is stopped." : null;
        FailureView.Write(terminal, new("Stopped; nothing was exported.", keep, ExitCode.Cancelled));
        return ExitCode.Cancelled;
    }

    private int WriteExport(
        ExportResult result, OutputFile output, TrainingSession session, Judgement? judged, Action writeReport)
    {
        var page = new Page(terminal.Out);
        if (result.Report is { } report) VerificationView.Write(page, report, request.OutputText, request.Noun);
        if (result.IsDone)
        {
            SnippetView.Write(terminal, page, session);
            page.Blank();
            FileView.Write(page, output, request, _side, judged is null ? null : session.Score(judged));
            writeReport();
            return ExitCode.Done;
        }

        var failure = result.Failure is OperationCanceledException
            ? new("The verification was stopped.", null, ExitCode.Cancelled)
            : result.Failure is null
            ? new Failure(
                result.Report!.IsSameButNotFinite
                    ? $"{request.OutputText} was not written: the trained model yields numbers that are not finite."
                    : $"{request.OutputText} was not written: ONNX Runtime and the model compute different numbers.", null,
                ExitCode.Different)
            : Failure.Of(result.Failure) with { Hint = null };
        FailureView.Write(terminal, failure);
        writeReport();
        FailureView.Hint(terminal, $"The file is kept as {result.Unverified}, unverified.");
        return failure.ExitCode;
    }
}
