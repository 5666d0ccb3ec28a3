namespace OnnxTrain.Cli;

/// <summary>Writes the report of a run, where one is asked for.</summary>
/// <param name="request">What was asked.</param>
/// <param name="data">What was trained on.</param>
/// <param name="file">The file claimed for the report, or null for none.</param>
internal sealed class ReportWriter(TrainRequest request, PreparedData data, OutputFile? file)
{
    /// <summary>Writes what there is to tell.</summary>
    /// <param name="page">Where to say so.</param>
    /// <param name="model">The model.</param>
    /// <param name="history">Its training; null for an ensemble, which has no course of its own.</param>
    /// <param name="export">What came of the export; null if there was none, and then the model's predictions are left out.</param>
    public void Write(Page page, TabularModel model, History? history, ExportResult? export)
    {
        if (file is null) return;
        var report = new TrainingReport($"{data.Name}: {data.Target}")
        {
            History = history,
            Predictions = export is null ? null : model.Evaluate(data.Judged),
            PredictedRows = Numbers.Count(data.Judged.RowCount, data.Validation is null ? "training row" : "validation row"),
            Classes = model.Classes,
            Data = data.Train,
            Target = data.Target,
            Verification = Verification(export),
            Summary = [.. StartView.Facts(request, data, model).Select(f => new ReportFact(f.Label, f.Text)), .. export?.IsDone == true ? [new ReportFact("written", request.Output)] : Array.Empty<ReportFact>()],
            Settings = Settings(),
            Command = request.Command,
        };
        File.WriteAllText(file.TemporaryPath, report.ToHtml());
        file.Commit();
        page.Heading("Report", $"{request.Report}, {Numbers.Bytes(new FileInfo(file.Target).Length)}");
        page.Blank();
    }

    /// <summary>The verdict. It was found on a temporary file, and is about the one that was asked for.</summary>
    private ReportVerification? Verification(ExportResult? export) =>
        (export?.Report is { } found ? found with { Path = request.Output } : null)?.ForReport() ?? (export?.Failure is { } failure ? new(false, Failure.Of(failure).Message, []) : null);

    private ReportFact[] Settings() =>
    [
        new("hidden units", request.Hidden.Count == 0 ? "none" : string.Join(", ", request.Hidden)),
        new("activation", TrainOptions.Name(request.Activation)),
        new("dropout", $"{request.Dropout}"),
        new("optimizer", $"{request.Optimizer}"),
        new("learning rate", $"{request.Rate}"),
        new("l2", $"{request.L2 ?? (request.Optimizer == OptimizerKind.AdamW ? TrainDefaults.Current.AdamWDecay : TrainDefaults.Current.L2)}"),
        new("rows a step", $"{request.BatchSize}"),
        new("epochs", $"{request.Epochs} at most"),
        new("patience", request.Patience == 0 ? "none" : $"{request.Patience} epochs"),
        new("validation", Numbers.Percent(request.Validation)),
        new("seed", $"{request.Seed}"),
        new("tool", $"{Tool.Name} {Tool.Version}"),
    ];
}
