namespace OnnxTrain.Cli;

/// <summary>A model of images and its training.</summary>
internal sealed class ImageSession : TrainingSession
{
    private readonly ImageRequest _request;
    private readonly ImageData _data;
    private readonly IReadOnlyList<string> _notes;

    /// <exception cref="ToolException">Settings do not go together, or with the images.</exception>
    public ImageSession(ImageRequest request, ImageData data, ModelDescription? source = null)
        : this(request, data, source, Create(request, data, source))
    {
    }

    private ImageSession(ImageRequest request, ImageData data, ModelDescription? source, DataModel model)
        : base(request, new(request, "the class", data.TrainCount, () => RowsOfClasses(data)), model)
    {
        (_request, _data, Model) = (request, data, model);
        Augmentation = request.Augment?.For(data.Height, data.Width);
        _notes = [.. data.Notes, .. request.From is null ? [] : WeightSource.Take(model, request.From, source)];
        Groups = FrozenParameters.Of(model, request.Freeze);
    }

    public override DataModel Model { get; }

    public override string Name => _data.Name;

    public override string Headline => $"images of {StartView.Classes(_data.Classes)}";

    public override string Title =>
        $"{_data.Name}: {Numbers.Count(_data.Classes.Count, "class").Replace("classs", "classes", StringComparison.Ordinal)} of images";

    public override IEnumerable<(string Label, string Text)> Facts =>
    [
        ("images", StartView.Rows("image", _data.TrainCount, _data.ValidationCount)),
        ("pixels", $"{_data.Kind}; the file takes uint8 {Model.Inputs[0].Shape}"),
        ("network", $"{Model.Network}, {Numbers.Count(Model.ParameterCount, "parameter")}"),
    ];

    public override IEnumerable<string> Settings =>
        [
            .. Augmentation is { } changes ? [$"{changes}"] : Array.Empty<string>(),
            .. _request.Freeze.Count > 0
                ? [$"{Numbers.Count(Model.Parameters.Count(p => Groups[0].Holds(p)), "tensor")} frozen"]
                : Array.Empty<string>(),
        ];

    public override IEnumerable<ReportFact> NetworkSettings =>
    [
        new("network", Model.Network!),
        new("image", _data.Kind),
        new("input", $"uint8 {Model.Inputs[0].Shape}"),
        .. _request.From is { } file ? [new ReportFact("weights from", file)] : Array.Empty<ReportFact>(),
    ];

    public override IReadOnlyList<string> Notes => _notes;

    public override int RowCount => _data.TrainCount;

    public override string JudgedRows =>
        Numbers.Count(_data.ValidationCount ?? _data.TrainCount, _data.Validation is null ? "training image" : "validation image");

    protected override ImageAugmentation? Augmentation { get; }

    protected override IReadOnlyList<ParameterGroup> Groups { get; }

    public override void Open(string path) => new OnnxPredictor(path, _request.Provider).Dispose();

    public override VerificationReport Verify(string path, CancellationToken cancellationToken) =>
        new ImageVerification(Model, path, ImagesToVerify.OfTraining(Model, _data.Judged)).Whole(
            new() { Provider = _request.Provider },
            cancellationToken);

    public override (Dataset Rows, TensorData[] Inputs) Sample(int count)
    {
        var rows = _data.Train.Select(Array.ConvertAll(Spread(count), row => (long)row)).ToDataset();
        return (rows, VerificationData.Of(Model, rows).Batch(0, count));
    }

    public override IReadOnlyList<Judgement> Judge() => _data.Validation is { } validation
        ? [new("training", Model.Evaluate(_data.Train)), new("validation", Model.Evaluate(validation))]
        : [new("training", Model.Evaluate(_data.Train))];

    public override Predictions JudgeLast() => Model.Evaluate(_data.Judged);

    public override IEnumerable<string> Snippet(int width) => ImageSnippet.Lines(Model, _request.Output);

    protected override History Fit(Trainer trainer, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        trainer.Fit(_data.Train, _request.Epochs, _data.Validation, progress, cancellationToken);

    private static DataModel Create(ImageRequest request, ImageData data, ModelDescription? source)
    {
        var learned = (source?.Features[0] as ImageFeature) is { } image && image.Channels == data.Channels ? image : null;
        var options = new ImageModelOptions
        {
            Axes = request.Axes,
            AnySize = request.AnySize,
            Fit = request.Fit ?? ImageFit.Stretch,
            Seed = request.Options.Seed,
            Mean = learned?.Mean,
            Deviation = learned?.Deviation,
        };
        return ImageModel.Classifier(data.Train, data.Classes, request.Network ?? ImageRequest.DefaultNetwork, options);
    }

    private static Dictionary<string, int> RowsOfClasses(ImageData data) =>
        RowLabels.TryRead(data.Train)!.CountBy(label => label).ToDictionary(pair => data.Classes[pair.Key], pair => pair.Value);
}
