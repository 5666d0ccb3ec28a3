namespace OnnxTrain.Cli;

/// <summary>A model of a table and its training.</summary>
internal sealed class TableSession : TrainingSession
{
    private readonly TableRequest _request;
    private readonly PreparedData _data;
    private readonly CrossValidationResult? _folds;
    private DataModel _model;

    /// <exception cref="ToolException">Settings do not go together.</exception>
    public TableSession(TableRequest request, PreparedData data, CrossValidationResult? folds = null)
        : this(request, data, folds, Create(request, data))
    {
    }

    private TableSession(TableRequest request, PreparedData data, CrossValidationResult? folds, DataModel model)
        : base(request, new(request, data), model) => (_request, _data, _folds, _model) = (request, data, folds, model);

    public override DataModel Model => _model;

    public override string Name => _data.Name;

    public override string Headline => _data.Task == ModelTask.Classification
        ? $"{_data.Target}: {StartView.Classes(Model.Classes)}"
        : $"{_data.Target}: a number";

    public override string Title => $"{_data.Name}: {_data.Target}";

    public override IEnumerable<(string Label, string Text)> Facts =>
    [
        ("rows", StartView.Rows("row", _data.Train.RowCount, _data.Validation?.RowCount)),
        ("columns", Columns()),
        ("network", Network()),
    ];

    public override IEnumerable<string> Settings =>
    [
        .. _data.Options.Weight is { } weight ? [$"rows weighted by {weight}"] : Array.Empty<string>(),
        .. _data.Options.LogTarget ? ["logarithm of the target"] : Array.Empty<string>(),
    ];

    public override IEnumerable<ReportFact> NetworkSettings =>
    [
        new("hidden units", _request.Hidden.Count == 0 ? "none" : string.Join(", ", _request.Hidden)),
        new("activation", TableOptions.Name(_request.Activation)),
        new("dropout", $"{_request.Dropout}"),
    ];

    public override IReadOnlyList<string> Notes => _data.Notes;

    public override string JudgedRows => Numbers.Count(_data.Judged.RowCount, _data.Validation is null ? "training row" : "validation row");

    public override int RowCount => _data.Train.RowCount;

    public override CsvTable Table => _data.Train;

    public override string Target => _data.Target;

    public override TrainingSession Select(Terminal terminal, CancellationToken cancellationToken)
    {
        if (_request.Folds is null) return this;
        var (folds, request) = SelectionRun.Validate(_request, _data, terminal, cancellationToken);
        return new TableSession(request, _data, folds);
    }

    public override bool TryTrainSeveral(Terminal terminal, CancellationToken cancellationToken)
    {
        if (_request.Ensemble is null) return false;
        _model = SelectionRun.Ensemble(_request, _data, terminal, cancellationToken);
        return true;
    }

    /// <summary>Looks for a learning rate; the model stays as it is.</summary>
    public LearningRateCurve TestRates(CancellationToken cancellationToken)
    {
        using var trainer = NewTrainer(_request.Options.Seed);
        return new LearningRateRangeTest().Run(trainer, _data.Train, cancellationToken);
    }

    public override void Open(string path) => new OnnxPredictor(path, _request.Provider).Dispose();

    public override VerificationReport Verify(string path, CancellationToken cancellationToken) =>
        OnnxVerifier.Verify(Model, path, _data.Judged, new() { Provider = _request.Provider }, cancellationToken);

    public override (Dataset Rows, TensorData[] Inputs) Sample(int count)
    {
        var rows = _data.Train.Select(Spread(count));
        return (Model.Encode(rows), VerificationData.Of(Model, rows).Batch(0, count));
    }

    public override IReadOnlyList<Judgement> Judge() => _data.Validation is { } validation
        ? [Of("training", _data.Train), Of("validation", validation)]
        : [Of("training", _data.Train)];

    public override Predictions JudgeLast() => Model.Evaluate(_data.Judged);

    public override void Describe() => _folds?.WriteTo(Model);

    public override IEnumerable<string> Snippet(int width) => Cli.Snippet.Lines(Model, _data.Judged, _request.Output, width);

    protected override History Fit(Trainer trainer, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        trainer.Fit(_data.Train, _request.Epochs, _data.Validation, progress, cancellationToken);

    private static DataModel Create(TableRequest request, PreparedData data)
    {
        var options = data.Options with
        {
            Hidden = request.Hidden,
            Activation = request.Activation,
            Dropout = request.Dropout,
            Seed = request.Options.Seed,
        };
        return data.Task == ModelTask.Classification
            ? TabularModel.Classifier(data.Train, data.Target, options: options)
            : TabularModel.Regressor(data.Train, data.Target, options: options);
    }

    private Judgement Of(string part, CsvTable table) => new(part, Model.Evaluate(table), table[_data.Target].DistinctCount < 2);

    private string Columns()
    {
        var kinds = Model.ColumnKinds.Values.CountBy(kind => kind == ColumnKind.Numeric).ToDictionary();
        var parts = new List<string>();
        if (kinds.TryGetValue(true, out var numeric)) parts.Add($"{numeric} numeric");
        if (kinds.TryGetValue(false, out var categorical)) parts.Add($"{categorical} categorical");
        return string.Join(", ", parts);
    }

    private string Network()
    {
        var features = Model.Features[0].Shape[1].Size;
        var outputs = Model.Output.Shape[1].Size;
        var layers = string.Join(" → ", [features, .. _request.Hidden, outputs]);
        var activation = _request.Hidden.Count > 0 ? $", {TableOptions.Name(_request.Activation)}" : "";
        var dropout = _request.Dropout > 0 ? $", dropout {_request.Dropout}" : "";
        return $"{layers}{activation}{dropout}, {Numbers.Count(Model.ParameterCount, "parameter")}";
    }
}
