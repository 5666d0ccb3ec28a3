using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// A model of raw data: features → network → targets. The exported file takes each feature raw: a column of numbers or text, or the bytes
/// of images. Preprocessing is learned from the training rows and is a part of the model, and so are the names of the classes and the units
/// of the numbers. The file is self-contained. <see cref="TabularModel"/> and <see cref="ImageModel"/> are shortcuts to create one.
/// </summary>
public sealed partial class DataModel : Model
{
    internal DataModel(ModelDescription description, Module network, ulong seed, Action<IReadOnlyList<Variable>>? beforeMemory = null)
        : base(
            new DataNetwork(description.Features, network),
            [.. description.Features.Select(feature => feature.ToInput())],
            description.Target, DataPreprocessing.Of(description.Features), beforeMemory: beforeMemory)
    {
        Description = description;
        Describe();
        Initialize(seed);
    }

    private DataModel(ModelDescription description, EnsembleNetwork network)
        : base(
            network,
            [.. description.Features.Select(feature => feature.ToInput())],
            new AnswerTarget(description.Target), DataPreprocessing.Of(description.Features))
    {
        Description = description;
        Describe();
        network.CopyWeights();
    }

    /// <summary>The input features, in the order of the file's inputs.</summary>
    public IReadOnlyList<Feature> InputFeatures => Description.Features;

    /// <summary>The targets that the model predicts.</summary>
    public IReadOnlyList<Target> Targets => Description.Targets;

    /// <summary>The names of <see cref="InputFeatures"/>: the columns that the model reads.</summary>
    public IReadOnlyList<string> Columns => [.. InputFeatures.Select(feature => feature.Name)];

    /// <summary>The kind of each column, for reading other tables in the same way as the training table.</summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds => InputFeatures.ToDictionary(f => f.Name, f => f.ColumnKind);

    /// <summary>
    /// How to read a CSV file to predict: the columns of the model as the training table was read, all others as texts. It can be changed
    /// by <c>with</c>.
    /// </summary>
    public CsvOptions ReadingOptions => ModelCsv.Options(ColumnKinds, InputFeatures, Description.MissingValues);

    /// <summary>The first feature that is an image; null if there is none.</summary>
    public ImageFeature? Image => InputFeatures.OfType<ImageFeature>().FirstOrDefault();

    /// <summary>How paths in table columns are read as images.</summary>
    public ImagePaths? Images { get; set; }

    /// <summary>
    /// The name of the network, one of <see cref="ImageNetworks"/> or <see cref="ForecastNetworks"/>; null for other networks.
    /// </summary>
    public string? Network => Description.Body switch
    {
        ImageBody image => image.Network,
        ForecastBody forecast => forecast.Network,
        MixedBody mixed => mixed.Network,
        _ => null,
    };

    internal ModelDescription Description { get; }

    /// <summary>Whether it takes only tensors, such as images, so that rows in memory can be passed as they are.</summary>
    internal bool TakesTensors => Description.TakesTensors;

    /// <summary>
    /// Loads a model from a file that <c>ExportOnnx</c> wrote, weights included. It can be run, trained further and exported again.
    /// </summary>
    /// <param name="path">An ONNX file of such a model, of this version or an earlier one.</param>
    /// <param name="network">The network, if it is a custom one: a new one, created in the same way as the one in the file.</param>
    /// <exception cref="DataException">The file is not such a model, or the network is not the one in it.</exception>
    public static DataModel Load(string path, Module? network = null) => DataModelFile.Read(path, network);

    /// <summary>
    /// Predicts an image of any size. It is converted to the model's size and channels according to <see cref="ImageFeature.Fit"/>.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="InvalidOperationException">The model takes other inputs than one image.</exception>
    public Prediction Predict(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (InputFeatures is not [ImageFeature feature])
            throw new InvalidOperationException($"The model takes {string.Join(", ", Columns)}; give it the rows of a table.");
        var fitting = image.WithChannels(feature.Channels, feature.Under);
        if (!feature.AnySize) fitting = fitting.Resize(feature.Width, feature.Height, feature.Fit);
        return Predict(Tensor.Create(fitting.Pixels.ToArray(), [1, fitting.Height, fitting.Width, feature.Channels]))[0];
    }

    /// <summary>Compares predictions for rows with the truth.</summary>
    /// <param name="rows">Raw columns of any source, or rows as <see cref="Encode(CsvTable)"/> gives them, such as images, pixels [rows,
    /// height, width, channels] of the model's size, with labels in the order of <see cref="Model.Classes"/>. Weights in a raw column do
    /// not count.</param>
    /// <param name="backend">What computes; null for the library's own kernels.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <returns>Predictions and truth.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model has several targets.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Predictions Evaluate(
        IRowSource rows, TrainingBackend? backend = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Targets.Count == 1
            ? Judge(rows, backend, progress, cancellationToken).Predictions!
            : throw new InvalidOperationException(
                $"The model has the targets {NameList.Quoted(Targets.Select(t => t.Name))}; {nameof(EvaluateTargets)} compares each.");
    }

    /// <summary>Compares predictions for rows with the truth of each target.</summary>
    /// <param name="rows">Rows as <see cref="Evaluate"/> takes them.</param>
    /// <param name="backend">What computes; null for the library's own kernels.</param>
    /// <param name="progress">Receives the progress several times a second.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <returns>Predictions and truth by the name of the target.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public IReadOnlyDictionary<string, Predictions> EvaluateTargets(
        IRowSource rows, TrainingBackend? backend = null, IProgress<RowProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var result = Judge(rows, backend, progress, cancellationToken);
        return Targets.Count > 1 ? result.Targets : new Dictionary<string, Predictions> { [Targets[0].Name] = result.Predictions! };
    }

    /// <summary>The columns of a table, as tensors for the inputs.</summary>
    internal TensorData[] Read(CsvTable table) => Read(new TableBlock(table, 0, table.RowCount, Images));

    internal override IReadOnlyList<TensorData> ToInputs(IReadOnlyList<RowTensor> rows)
    {
        if (!TakesTensors)
            throw new ArgumentException(
                $"The model takes the columns {string.Join(", ", Columns)}; give it the rows of a table, not tensors.");
        if (rows.Count != InputFeatures.Count)
            throw new ArgumentException($"{rows.Count} tensors were given; the model takes {InputFeatures.Count} inputs.");
        return [.. rows.Select((tensor, i) => InputFeatures[i].ToRaw(tensor))];
    }

    /// <summary>An ensemble of models with the same preprocessing.</summary>
    internal static DataModel OfMembers(IReadOnlyList<DataModel> members, EnsembleMethod method)
    {
        var ensemble = new DataModel(members[0].Description, new EnsembleNetwork(members, method)) { Images = members[0].Images };
        ensemble.Metadata[EnsembleSpec.MetadataKey] = new EnsembleSpec(method, [.. members.Select(member => member.Description)]).ToJson();
        return ensemble;
    }

    private ValidationResult Judge(
        IRowSource rows, TrainingBackend? backend, IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        if (!TrainingRows.AreTensors(rows))
            rows = TableEncoder.Rows(this, rows, isWeighted: false, progress: null, cancellationToken);
        DatasetCheck.Fits(rows, this, TrainingLoss.Default(this));
        using var engine = (backend ?? TrainingBackend.Native).Start(Trained, new());
        using var validator = new Validator<float>(this, loss: null, engine);
        return validator.Run(rows, progress, cancellationToken);
    }

    private TensorData[] Read(TableBlock rows) => [.. InputFeatures.Select(feature => feature.Read(rows))];

    private void Describe()
    {
        Metadata[ModelDescription.MetadataKey] = Description.ToJson();
        if (Targets.All(target => target.Name.Length > 0))
        {
            Metadata["features"] = string.Join(",", Columns);
            Metadata["target"] = string.Join(",", Targets.Select(target => target.Name));
        }

        if (Classes.Count > 0) Metadata["classes"] = string.Join(",", Classes);
        if (Image is not { } image) return;
        Metadata["image"] = (image.AnySize ? "any size, resized in the file to " : "")
            + Invariant($"{image.Width} × {image.Height} pixels, ")
            + (image.Channels == 1 ? "grey" : image.Channels == 3 ? "red, green and blue" : Invariant($"{image.Channels} channels"))
            + ", 0 to 255";
    }

    private static void RequireSome(IReadOnlyList<Feature> features, IReadOnlyList<Target> targets, string? weight)
    {
        if (features.Count == 0) throw new ArgumentException("A model needs one feature at least.", nameof(features));
        if (targets.Count == 0) throw new ArgumentException("A model needs one target at least.", nameof(targets));
        if (weight is not null && targets.Any(target => target.Name == weight))
            throw new DataException($"The target '{weight}' cannot also be the column of row weights.");
    }

    private static ModelBody BodyOf(IReadOnlyList<Feature> features, DataModelOptions options)
    {
        var perceptron = new PerceptronBody(options.Hidden, options.Activation, options.Dropout);
        if (features.All(feature => feature.RowWidth > 0)) return perceptron;
        ImageFeature[] images = [.. features.OfType<ImageFeature>()];
        var network =
            options.ImageNetwork?.ToLowerInvariant()
            ?? ImageNetworks.DefaultFor(images.Max(image => image.Height), images.Max(image => image.Width));
        return features.Count == 1 ? new ImageBody(network) : new MixedBody(network, options.ImageNumbers, perceptron);
    }

    /// <summary>A file identifies inputs and outputs only by name.</summary>
    private static void RequireDifferentNames(ModelDescription description)
    {
        var outputs = description.Target.OutputNames;
        if (description.Features.FirstOrDefault(feature => outputs.Contains(feature.Name)) is { } same)
            throw new DataException(
                $"Column '{same.Name}' has the same name as an output of the model; rename the column, or leave it out (--ignore "
                    + $"{same.Name}).");
        if (description.Features.FirstOrDefault(f => description.Targets.Any(target => target.Name == f.Name)) is { } both)
            throw new ArgumentException($"'{both.Name}' is both a feature and a target; it can be only one of them.");
    }
}
