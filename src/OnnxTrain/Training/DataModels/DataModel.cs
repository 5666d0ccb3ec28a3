using System.Numerics.Tensors;

namespace OnnxTrain;

/// <summary>
/// A model of data as users have them: features → network → targets. The exported file takes each feature raw, a column of numbers or
/// texts or the bytes of images; preprocessing is learned from the training rows and is a part of the model, and so are the names of
/// classes and the units of numbers. The file needs nothing around it. <see cref="TabularModel"/> and <see cref="ImageModel"/> are short
/// ways to make one.
/// </summary>
public sealed partial class DataModel : Model
{
    private const int RowsAtOnce = 1024, FilesAtOnce = 32;

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

    /// <summary>What the model looks at, in the order of the file's inputs.</summary>
    public IReadOnlyList<Feature> InputFeatures => Description.Features;

    /// <summary>What the model predicts.</summary>
    public IReadOnlyList<Target> Targets => Description.Targets;

    /// <summary>The names of <see cref="InputFeatures"/>: the columns that the model looks at.</summary>
    public IReadOnlyList<string> Columns => [.. InputFeatures.Select(feature => feature.Name)];

    /// <summary>The kind of each column, for reading further tables as the training table was read.</summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds => InputFeatures.ToDictionary(f => f.Name, f => f.ColumnKind);

    /// <summary>The first of its features that is an image; null if there is none.</summary>
    public ImageFeature? Image => InputFeatures.OfType<ImageFeature>().FirstOrDefault();

    /// <summary>How the paths in columns of tables become images.</summary>
    public ImagePaths? Images { get; set; }

    /// <summary>The name of the network that looks at images among <see cref="ImageNetworks"/>; null for others.</summary>
    public string? Network => Description.Body switch
    {
        ImageBody image => image.Network,
        MixedBody mixed => mixed.Network,
        _ => null,
    };

    internal ModelDescription Description { get; }

    /// <summary>Whether it takes images and nothing else, so that rows in memory can be given as they are.</summary>
    internal bool TakesTensors => Description.IsImages;

    /// <summary>A model of the rows of a table.</summary>
    /// <param name="train">The training rows; features and targets learn from them, in one pass.</param>
    /// <param name="features">What the model looks at: each a column.</param>
    /// <param name="targets">What it predicts, one column or more, each with a loss and a weight.</param>
    /// <param name="options">The network.</param>
    /// <param name="body">A network of one's own in place of the ready one. It takes the row [batch, width] of all features that become
    /// numbers, if there are any, and then each image, float32 [batch, channels, height, width]; it yields [batch, outputs], for each
    /// target in turn a logit for each class, or one number.</param>
    /// <exception cref="DataException">A column is missing, or there is nothing to learn from it.</exception>
    /// <exception cref="ArgumentException">There is no feature or no target, or two have one name.</exception>
    public static DataModel Create(
        CsvTable train, IReadOnlyList<Feature> features, IReadOnlyList<Target> targets, DataModelOptions? options = null,
        Module? body = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        options ??= new();
        RequireSome(features, targets);
        Target[] learned = [.. targets.Select(target => target.Fit(train))];
        RequireWeights(train, learned, options);
        return Of(Fit(train, features, options.Images), learned, options, body);
    }

    /// <summary>The model in a file that <c>ExportOnnx</c> wrote, weights included; it can be run, trained on and exported again.</summary>
    /// <param name="path">An ONNX file of such a model, of this version or an earlier one.</param>
    /// <param name="network">The network, if it is one of the user's own; new, and made as the one in the file was.</param>
    /// <exception cref="DataException">The file is not such a file, or the network is not the one in it.</exception>
    public static DataModel Load(string path, Module? network = null) => DataModelFile.Read(path, network);

    /// <summary>
    /// The rows of a table as the network takes them: preprocessed features, labels or targets, and the rows' weights if
    /// <see cref="DataModelOptions.Weight"/> names their column.
    /// </summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public Dataset Encode(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var rows = EncodeUnweighted(table);
        return Description.Weight is { } weight ? rows.WithWeights(TabularWeights.Of(table, weight)) : rows;
    }

    /// <summary>Predicts each row of a table.</summary>
    /// <param name="table">The columns that the model looks at; others are passed over, and the target may be missing.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public IReadOnlyList<Prediction> Predict(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var prediction = new ModelPrediction(this);
        return [.. Blocks(table).SelectMany(rows => prediction.Rows(Read(rows), rows.Count))];
    }

    /// <summary>Predicts an image of any size: it is brought to the model's size and channels as <see cref="ImageFeature.Fit"/>
    /// says.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="InvalidOperationException">The model does not take one image alone.</exception>
    public Prediction Predict(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (InputFeatures is not [ImageFeature feature])
            throw new InvalidOperationException($"The model takes {string.Join(", ", Columns)}; give it the rows of a table.");
        var fitting = image.WithChannels(feature.Channels);
        if (!feature.AnySize) fitting = fitting.Resize(feature.Width, feature.Height, feature.Fit);
        return Predict(Tensor.Create(fitting.Pixels.ToArray(), [1, fitting.Height, fitting.Width, feature.Channels]))[0];
    }

    /// <summary>Compares predictions for the rows of a table with the target column.</summary>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    /// <exception cref="InvalidOperationException">The model has several targets.</exception>
    public Predictions Evaluate(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Evaluate(EncodeUnweighted(table));
    }

    /// <summary>Compares predictions for images with their labels.</summary>
    /// <param name="rows">Rows as <see cref="Encode(CsvTable)"/> gives them, such as images, pixels [rows, height, width, channels] of
    /// the model's size, with labels in the order of <see cref="Model.Classes"/>.</param>
    /// <exception cref="ArgumentException">They do not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model has several targets.</exception>
    public Predictions Evaluate(IRowSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Targets.Count > 1)
            throw new InvalidOperationException(
                $"The model has the targets {string.Join(", ", Targets.Select(t => $"'{t.Name}'"))}; {nameof(EvaluateTargets)} compares "
                    + "each.");
        using var validator = new Validator<float>(this, loss: null);
        DatasetCheck.Fits(rows, this, TrainingLoss.Default(this));
        return validator.Run(rows).Predictions!;
    }

    /// <summary>Compares predictions for the rows of a table with each target's column.</summary>
    /// <returns>Predictions and truth by the name of the target.</returns>
    /// <exception cref="DataException">A column is missing, or holds what the model does not take.</exception>
    public IReadOnlyDictionary<string, Predictions> EvaluateTargets(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (Targets.Count == 1) return new Dictionary<string, Predictions> { [Targets[0].Name] = Evaluate(table) };
        Value[] answers =
        [
            .. Targets.Zip(SeveralTargets.Slices(Targets, InferenceOutput), (target, slice) => target.Answer(slice)),
        ];
        using var evaluator = new Evaluator(Inputs, answers);
        var found = Targets.Select(_ => new List<double>()).ToArray();
        foreach (var rows in Blocks(table))
        {
            var outputs = evaluator.Run(Read(rows));
            for (var i = 0; i < found.Length; i++)
            {
                foreach (var number in outputs[i].As<float>()) found[i].Add(number);
            }
        }

        return Targets.Select((target, i) => (target.Name, target.Compare([.. found[i]], target.Read(table))!)).ToDictionary();
    }

    /// <summary>The columns of a table as the inputs take them.</summary>
    internal TensorData[] Read(CsvTable table) => Read(new TableBlock(table, 0, table.RowCount, Images));

    internal override IReadOnlyList<TensorData> ToInputs(IReadOnlyList<RowTensor> rows)
    {
        if (!TakesTensors)
            throw new ArgumentException(
                $"The model takes the columns {string.Join(", ", Columns)}; give it the rows of a table, not tensors.");
        if (rows.Count != InputFeatures.Count)
            throw new ArgumentException($"{rows.Count} tensors were given; the model takes {InputFeatures.Count} inputs.");
        return [.. rows.Select((tensor, i) => ((ImageFeature)InputFeatures[i]).ToRaw(tensor))];
    }

    /// <summary>An ensemble of models with the same preprocessing.</summary>
    internal static DataModel OfMembers(IReadOnlyList<DataModel> members, EnsembleMethod method)
    {
        var ensemble = new DataModel(members[0].Description, new EnsembleNetwork(members, method)) { Images = members[0].Images };
        ensemble.Metadata[EnsembleSpec.MetadataKey] = new EnsembleSpec(method, [.. members.Select(member => member.Description)]).ToJson();
        return ensemble;
    }

    private TensorData[] Read(TableBlock rows) => [.. InputFeatures.Select(feature => feature.Read(rows))];

    private IEnumerable<TableBlock> Blocks(CsvTable table) => TableBlock.Of(table, Images, Image is null ? RowsAtOnce : FilesAtOnce);

    private Dataset EncodeUnweighted(CsvTable table)
    {
        var tensors = InputFeatures.Where(feature => feature.RowWidth == 0).Select(feature => feature.Store(table, Images));
        return Target.Rows([.. InputFeatures.Any(f => f.RowWidth > 0) ? [EncodeRow(table)] : Array.Empty<RowTensor>(), .. tensors], table);
    }

    /// <summary>The row of numbers of all features that become some.</summary>
    private Tensor<float> EncodeRow(CsvTable table)
    {
        var width = (int)Features[0].Shape[1].Size;
        if ((long)table.RowCount * width > Array.MaxLength)
        {
            var widest = InputFeatures.MaxBy(feature => feature.RowWidth)!;
            throw new DataException(
                $"{table.RowCount} rows of {width} features do not fit into memory; column '{widest.Name}' alone has {widest.RowWidth} "
                    + "categories. Leave it out.");
        }

        var row = InputFeatures.Select((feature, i) => (Feature: feature, Input: Inputs[i])).Where(f => f.Feature.RowWidth > 0).ToList();
        using var evaluator = new Evaluator([.. row.Select(f => f.Input)], [Features[0]]);
        var numbers = new float[table.RowCount * width];
        foreach (var rows in TableBlock.Of(table, Images))
            evaluator.Run([.. row.Select(f => f.Feature.Read(rows))])[0].As<float>().CopyTo(numbers.AsSpan(rows.Start * width));
        return Tensor.Create(numbers, [table.RowCount, width]);
    }

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

    /// <summary>Features with what they learn from the rows of a table, in one pass.</summary>
    private static Feature[] Fit(CsvTable train, IReadOnlyList<Feature> features, ImagePaths? images)
    {
        FeatureFit?[] fits = [.. features.Select(feature => feature.NewFit())];
        foreach (var rows in TableBlock.Of(train, images, features.Any(f => f is ImageFeature) ? FilesAtOnce : RowsAtOnce))
        {
            foreach (var fit in fits) fit?.Add(rows);
        }

        return [.. features.Select((feature, i) => fits[i]?.Finish() ?? feature)];
    }

    private static void RequireSome(IReadOnlyList<Feature> features, IReadOnlyList<Target> targets)
    {
        if (features.Count == 0) throw new ArgumentException("A model needs one feature at least.", nameof(features));
        if (targets.Count == 0) throw new ArgumentException("A model needs one target at least.", nameof(targets));
    }

    private static void RequireWeights(CsvTable train, IReadOnlyList<Target> targets, DataModelOptions options)
    {
        if (options.Weight is not { } weight) return;
        _ = targets.Any(target => target.Name == weight)
            ? throw new DataException($"The target '{weight}' cannot be the weight of the rows too.")
            : TabularWeights.Of(train, weight);
    }

    private static DataModel Of(Feature[] features, Target[] targets, DataModelOptions options, Module? body)
    {
        var kind = body is null ? BodyOf(features, options) : new OwnBody();
        var description = new ModelDescription(features, targets, kind, options.Weight);
        RequireDifferentNames(description);
        return new(description, body ?? description.NewNetwork(), options.Seed) { Images = options.Images };
    }

    private static ModelBody BodyOf(IReadOnlyList<Feature> features, DataModelOptions options)
    {
        var perceptron = new PerceptronBody(options.Hidden, options.Activation, options.Dropout);
        if (features.All(feature => feature.RowWidth > 0)) return perceptron;
        return features.Count == 1
            ? new ImageBody(options.ImageNetwork.ToLowerInvariant())
            : new MixedBody(options.ImageNetwork.ToLowerInvariant(), options.ImageNumbers, perceptron);
    }

    /// <summary>A file knows inputs and outputs by name alone.</summary>
    private static void RequireDifferentNames(ModelDescription description)
    {
        var outputs = description.Target.OutputNames;
        if (description.Features.FirstOrDefault(feature => outputs.Contains(feature.Name)) is { } same)
            throw new DataException(
                $"Column '{same.Name}' has the name of an output of the model; rename the column, or leave it out (--ignore {same.Name}).");
        if (description.Features.FirstOrDefault(f => description.Targets.Any(target => target.Name == f.Name)) is { } both)
            throw new ArgumentException($"'{both.Name}' is a feature and a target; it can be one of them.");
    }
}
