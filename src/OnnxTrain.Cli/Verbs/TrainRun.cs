using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>One run of <c>train</c>, from the data to the file.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="terminal">Where to say what is done.</param>
internal sealed class TrainRun(TrainRequest request, Terminal terminal)
{
    public int Run(CancellationToken cancellationToken)
    {
        // Whether there are data comes before whether there is room for the result.
        request.RequireData();
        using var output = OutputFile.Claim(request.Output, [.. request.Sources]);
        using var history = Claim(request.History, "--history", ".csv or .json", [".csv", ".json"], request.Output);
        using var reportFile = Claim(request.Report, "--report", ".html", [".html", ".htm"], request.Output, request.History);
        if (request.Options.Checkpoint is { Resume: false } kept && File.Exists(kept.Path))
            throw new ToolException(
                $"{kept.Path} is the checkpoint of an earlier run.", "--resume continues it; or name another folder, or delete it.");
        var session = TrainingSession.Open(request, terminal, cancellationToken);
        StartView.Write(new(terminal.Out), session);
        var exporter = new Exporter(output, new() { Opset = request.Opset, Labels = request.Labels }, request.Verify ? Verify : null);
        exporter.Rehearse(session.Model, session.Open);

        session = session.Select(terminal, cancellationToken);
        request = session.Request;
        var report = new ReportWriter(session, reportFile);
        if (session.TryTrainSeveral(terminal, cancellationToken)) return Finish(history: null);

        var outcome = Train(session, cancellationToken);
        SaveHistory(outcome.History, history);
        ResultView.WriteCourse(new(terminal.Out), request, outcome);
        if (terminal.IsInteractive && LossChart.Fits(terminal.Out, outcome.History.Epochs))
            LossChart.Write(terminal.Out, outcome.History.Epochs, new Page(terminal.Out).Blank);
        AdviceView.Write(new(terminal.Out), outcome.History, session.IsFrozen);
        if (!MayExport(outcome))
        {
            report.Write(new(terminal.Out), outcome.History, export: null);
            return End(outcome);
        }

        var exit = Finish(outcome.History);
        return outcome.Diverged is null ? exit : End(outcome);

        int Finish(History? history)
        {
            session.Describe();
            var judged = session.Judge();
            ResultView.WriteQuality(new(terminal.Out), session, judged);
            return Export(exporter, output, session, result => report.Write(new(terminal.Out), history, result, judged[^1]));
        }

        // A run that was cut short by Ctrl-C is verified all the same; the next Ctrl-C ends the process.
        VerificationReport Verify(string path) =>
            session.Verify(path, cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
    }

    private TrainingOutcome Train(TrainingSession session, CancellationToken cancellationToken)
    {
        var metric = session.Model.Task switch
        {
            ModelTask.Classification => new Accuracy().Name,
            ModelTask.Regression => new RSquared().Name,
            _ => "metric",
        };
        using var board = request.TensorBoard is null ? null : new TensorBoardWriter(request.TensorBoard, metric);
        IProgressView view = terminal.IsInteractive
            ? new LiveProgressView(terminal.Out, request, metric)
            : new PlainProgressView(terminal.OutWriter, request.Epochs, metric, request.Noun);
        return view.Show(progress => session.Run(board is null ? progress : new ProgressFork(progress, board), cancellationToken));
    }

    /// <summary>The file for a result besides the model, if one was asked for.</summary>
    private OutputFile? Claim(string? path, string option, string wanted, string[] extensions, params string?[] others)
    {
        if (path is null) return null;
        var file = OutputFile.Claim(path, [.. request.Sources, .. others.OfType<string>()]);
        if (extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) return file;
        file.Dispose();
        throw new ToolException($"{option} is '{path}'; expected a name that ends in {wanted}.");
    }

    private static void SaveHistory(History history, OutputFile? file)
    {
        if (file is null) return;
        history.Save(file.TemporaryPath);
        file.Commit();
    }

    private bool MayExport(TrainingOutcome outcome)
    {
        if (!outcome.WasCutShort) return true;
        if (!outcome.HasBest) return false;
        if (request.KeepBest) return true;
        return outcome.WasCancelled && terminal.Confirm is { } confirm
            && confirm($"Export the weights of epoch {outcome.History.BestEpoch} to {request.Output}?");
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

    private int Export(Exporter exporter, OutputFile output, TrainingSession session, Action<ExportResult> writeReport)
    {
        var result = exporter.Run(session.Model);
        var page = new Page(terminal.Out);
        if (result.Report is { } report) VerificationView.Write(page, report, request.Output, request.Noun);
        if (result.IsDone)
        {
            FileView.Write(page, output, request);
            writeReport(result);
            SnippetView.Write(terminal, page, session);
            return ExitCode.Done;
        }

        var failure = result.Failure is null
            ? new Failure(
                result.Report!.IsSameButNotFinite
                    ? $"{request.Output} was not written: the trained model yields numbers that are not finite."
                    : $"{request.Output} was not written: ONNX Runtime and the model compute different numbers.", null, ExitCode.Different)
            : Failure.Of(result.Failure) with { Hint = null };
        FailureView.Write(terminal, failure);
        writeReport(result);
        FailureView.Hint(terminal, $"The file is kept as {result.Unverified}, unverified.");
        return failure.ExitCode;
    }
}
