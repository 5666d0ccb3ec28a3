namespace OnnxTrain.Cli;

/// <summary>Writes the report of a run, where one is asked for.</summary>
/// <param name="session">The run.</param>
/// <param name="file">The file claimed for the report, or null for none.</param>
/// <param name="side">Where it is noted that the report cannot be written.</param>
internal sealed class ReportWriter(TrainingSession session, OutputFile? file, SideOutputs side)
{
    private readonly TrainRequest _request = session.Request;

    /// <summary>Writes what there is to tell.</summary>
    /// <param name="page">Where to say so.</param>
    /// <param name="history">The training; null for an ensemble, which has no course of its own.</param>
    /// <param name="export">What came of the export; null if there was none, and then there are no predictions.</param>
    /// <param name="judged">The predictions for the rows that the model is judged by; null if it is not exported.</param>
    public void Write(Page page, History? history, ExportResult? export, Judgement? judged = null)
    {
        if (file is null || !side.Try("--report", file.Path, () => Save(Report(history, export, judged), file))) return;
        page.Heading("Report", $"{_request.Report}, {Numbers.Bytes(new FileInfo(file.Target).Length)}");
        page.Blank();
    }

    private TrainingReport Report(History? history, ExportResult? export, Judgement? judged) =>
        new(session.Title)
        {
            History = history,
            Model = session.Model,
            Galleries = Galleries(judged),
            EpochsAreChosen = session.Folds is not null,
            Targets =
            [
                .. session.Model.Targets.Select(
                    target => new ReportTarget(target.Name, judged?.Targets[target.Name]) { Classes = target.Classes }),
            ],
            PredictedRows = session.JudgedRows,
            Columns = [.. StartView.Columns(session.Model.Description).Select(column => new ReportFact(column.Label, column.Text))],
            Data = session.Table,
            Verification = Verification(export),
            Summary =
            [
                .. session.Headlines.Select(target => new ReportFact("target", target)),
                .. StartView.Facts(session).Select(f => new ReportFact(f.Label, f.Text)),
                .. session.Folds is { } folds
                    ? [new ReportFact("cross-validation", $"{folds.MetricName} {SelectionView.Score(folds)}, {folds.Folds.Count} folds")]
                    : Array.Empty<ReportFact>(),
                .. export?.IsDone == true ? [new ReportFact("written", _request.OutputText)] : Array.Empty<ReportFact>(),
            ],
            Settings = Settings(),
            Command = _request.Command,
        };

    /// <summary>Samples, their random changes and mistakes, where the rows have images that can still be read.</summary>
    private ReportGallery[] Galleries(Judgement? judged)
    {
        var (model, rows) = (session.Model, session.TrainingRows);
        if (model.Image is null) return [];
        var mistakes = model.Targets.Select(target => judged?.Targets[target.Name] is { IsClassification: true } predictions
            ? ReportGallery.Mistakes(model, judged.Predicted, predictions, target.Classes)
            : null);
        return
        [
            .. new[]
            {
                ReportGallery.Samples(model, rows),
                session.Options.Augmentation is { } augmentation
                    ? ReportGallery.Augmented(model, rows, augmentation, session.Options.Seed)
                    : null,
            }.Concat(mistakes).OfType<ReportGallery>(),
        ];
    }

    private static void Save(TrainingReport report, OutputFile file)
    {
        File.WriteAllText(file.TemporaryPath, report.ToHtml());
        file.Commit();
    }

    /// <summary>The verdict. It was found on a temporary file, and is about the one that was asked for.</summary>
    private ReportVerification? Verification(ExportResult? export) =>
        (export?.Report is { } found ? found with { Path = _request.OutputText } : null)?.ForReport()
        ?? (export?.Failure is { } failure ? new(false, Failure.Of(failure).Message, []) : null);

    private ReportFact[] Settings() =>
    [
        new("network", session.Model.Description.Body.Describe(session.Model.InputFeatures, session.Model.Target.Width)),
        .. _request.Images.From is { } weights ? [new ReportFact("weights from", weights)] : Array.Empty<ReportFact>(),
        new("optimizer", $"{_request.Optimizer}"),
        new("learning rate", $"{_request.Rate}"),
        new("l2", $"{_request.Decay}"),
        new("epochs", $"{_request.Epochs} at most"),
        new("validation", session.ValidationCount is { } rows ? Numbers.Count(rows, _request.Noun) : "none"),
        .. session.TestCount is { } tested ? [new ReportFact("test", Numbers.Count(tested, _request.Noun))] : Array.Empty<ReportFact>(),
        .. TrainingOptionTable.All
            .Where(option => option.IsAlwaysTold || !option.IsDefault(session.Options))
            .Select(option => new ReportFact(option.Label, option.Text(session.Options))),
        new("tool", $"{Tool.Name} {Tool.Version}"),
    ];
}
