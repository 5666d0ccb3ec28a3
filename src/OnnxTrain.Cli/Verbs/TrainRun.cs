using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>One run of <c>train</c>, from the table to the file.</summary>
internal sealed class TrainRun(TrainRequest request, Terminal terminal)
{
    public int Run(CancellationToken cancellationToken)
    {
        using (DataFile.Open(request.Data))
        {
            // Whether there is data comes before whether there is room for the result.
        }

        using var output = OutputFile.Claim(request.Output, request.Data);
        using var history = request.History is null ? null : OutputFile.Claim(request.History, request.Data, request.Output);
        if (history is not null && Path.GetExtension(history.Path).ToUpperInvariant() is not (".CSV" or ".JSON"))
            throw new ToolException($"--history is '{history.Path}'; expected a name that ends in .csv or .json.");
        using var reportFile = request.Report is null ? null : OutputFile.Claim(request.Report, [request.Data, request.Output, .. request.History is { } name ? [name] : Array.Empty<string>()]);
        if (reportFile is not null && Path.GetExtension(reportFile.Path).ToUpperInvariant() is not (".HTML" or ".HTM"))
            throw new ToolException($"--report is '{reportFile.Path}'; expected a name that ends in .html.");
        if (request.Checkpoint is { Resume: false } kept && File.Exists(kept.Path))
            throw new ToolException($"{kept.Path} is the checkpoint of an earlier run.", "--resume goes on with it; or name another folder, or delete it.");
        var data = DataPreparation.Prepare(request);
        var session = new TrainingSession(request, data);
        var model = session.Model;
        StartView.Write(new(terminal.Out), request, data, session.Model);
        var exporter = new Exporter(output, new() { Opset = request.Opset }, request.Verify ? Verify : null);
        exporter.Rehearse(session.Model, request.Provider);

        CrossValidationResult? folds = null;
        if (request.Folds is not null)
        {
            (folds, request) = SelectionRun.Validate(request, data, terminal, cancellationToken);
            session = new(request, data);
            model = session.Model;
        }

        var report = new ReportWriter(request, data, reportFile);
        if (request.Ensemble is not null)
        {
            model = SelectionRun.Ensemble(request, data, terminal, cancellationToken);
            return Finish(result => report.Write(new(terminal.Out), model, history: null, result));
        }

        var metric = session.Model.Task == ModelTask.Classification ? new Accuracy().Name : new RSquared().Name;
        using var board = request.TensorBoard is null ? null : new TensorBoardWriter(request.TensorBoard, metric);
        var outcome = Progress(metric).Show(progress => session.Run(board is null ? progress : new ProgressFork(progress, board), cancellationToken));
        SaveHistory(outcome.History, history);
        ResultView.WriteCourse(new(terminal.Out), request, outcome);
        if (terminal.IsInteractive && LossChart.Fits(terminal.Out, outcome.History.Epochs)) LossChart.Write(terminal.Out, outcome.History.Epochs, new Page(terminal.Out).Blank);
        AdviceView.Write(new(terminal.Out), outcome.History);
        if (!MayExport(outcome))
        {
            report.Write(new(terminal.Out), model, outcome.History, export: null);
            return End(outcome);
        }

        var exit = Finish(result => report.Write(new(terminal.Out), model, outcome.History, result));
        return outcome.Diverged is null ? exit : End(outcome);

        int Finish(Action<ExportResult> writeReport)
        {
            folds?.WriteTo(model);
            ResultView.WriteQuality(new(terminal.Out), model, data);
            return Export(exporter, output, model, data, writeReport);
        }

        // A run that was cut short by Ctrl-C is verified all the same; the next Ctrl-C ends the process.
        VerificationReport Verify(string path) => OnnxVerifier.Verify(
            model, path, data.Judged, new() { Provider = request.Provider },
            cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);
    }

    private IProgressView Progress(string metric) => terminal.IsInteractive
        ? new LiveProgressView(terminal.Out, request, metric)
        : new PlainProgressView(terminal.OutWriter, request.Epochs, metric);

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
            var rate = Math.Min(request.Rate / 10, TrainDefaults.Current.RateOf(request.Optimizer));
            var epoch = 1 + outcome.History.Epochs.Count(e => double.IsFinite(e.TrainingLoss) && double.IsFinite(e.ValidationLoss ?? 0));
            var message = $"The loss was no longer a finite number in epoch {epoch}. Try a lower rate: --learning-rate {rate.ToString("G6", CultureInfo.InvariantCulture)}.";
            var hint = !outcome.HasBest ? "Nothing was exported: no epoch ended before."
                : request.KeepBest ? $"The weights exported are those of epoch {outcome.History.BestEpoch}."
                : $"Nothing was exported; --keep-best would export the weights of epoch {outcome.History.BestEpoch}.";
            FailureView.Write(terminal, new(message, hint, ExitCode.Failed));
            return ExitCode.Failed;
        }

        var keep = request.Checkpoint is not null ? "The same command with --resume goes on where it stopped."
            : outcome.HasBest && terminal.Confirm is null ? "--keep-best exports the best weights of a run that is stopped." : null;
        FailureView.Write(terminal, new("Stopped; nothing was exported.", keep, ExitCode.Cancelled));
        return ExitCode.Cancelled;
    }

    private int Export(Exporter exporter, OutputFile output, TabularModel model, PreparedData data, Action<ExportResult> writeReport)
    {
        var result = exporter.Run(model);
        var page = new Page(terminal.Out);
        if (result.Report is { } report) VerificationView.Write(page, report, request.Output);
        if (result.IsDone)
        {
            FileView.Write(page, output, request);
            writeReport(result);
            SnippetView.Write(terminal, page, model, data.Judged, request.Output);
            return ExitCode.Done;
        }

        var failure = result.Failure is null
            ? new Failure($"{request.Output} was not written: ONNX Runtime computes something else than the model.", null, ExitCode.Different)
            : Failure.Of(result.Failure) with { Hint = null };
        FailureView.Write(terminal, failure);
        writeReport(result);
        FailureView.Hint(terminal, $"The file is kept as {result.Unverified}, unverified.");
        return failure.ExitCode;
    }
}
