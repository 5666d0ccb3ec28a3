namespace OnnxTrain.Cli;

/// <summary>Rows made ready to train on, and what a model makes of them.</summary>
/// <param name="Name">The name of the file or the folder.</param>
/// <param name="Train">Rows to learn from: a table or images.</param>
/// <param name="Validation">Validation rows, or null.</param>
/// <param name="Features">What a model looks at, before it has seen the rows.</param>
/// <param name="Targets">What it predicts.</param>
/// <param name="Notes">What was left out or decided, and why.</param>
internal sealed record TrainingData(
    string Name, IRowSource Train, IRowSource? Validation, IReadOnlyList<Feature> Features, IReadOnlyList<Target> Targets,
    IReadOnlyList<string> Notes)
{
    private const int FewValidationRows = 20;

    /// <summary>Rows that only the trained model is judged by, or null.</summary>
    public IRowSource? Test { get; init; }

    /// <summary>The model that the weights of <c>--from</c> are of, or null.</summary>
    public ModelDescription? Source { get; init; }

    /// <summary>The column of the rows' weights, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>The column by which rows are held back; null if they are drawn at random.</summary>
    public SplitColumn? Split { get; init; }

    /// <summary>How paths in columns become images, or null.</summary>
    public ImagePaths? Paths { get; init; }

    /// <summary>The rows that results are told of.</summary>
    public IRowSource Judged => Test ?? Validation ?? Train;

    /// <summary>How many rows there are to learn from.</summary>
    public int TrainCount => (int)Train.RowCount!;

    /// <summary>The rows to learn from as a table; null if they are none.</summary>
    public CsvTable? Table => Train as CsvTable;

    /// <summary>How many validation rows there are; null if there are none to be.</summary>
    public int? ValidationCount => (int?)Validation?.RowCount;

    /// <summary>A note on validation rows that are too few; none if there are enough, or none at all.</summary>
    public static IEnumerable<string> FewRows(int? validation, string noun) => validation is { } rows and < FewValidationRows
        ?
        [
            $"{Numbers.Count(rows, $"validation {noun}")} {(rows == 1 ? "is" : "are")} too few for a reliable score; --validation 0 trains "
                + "on all",
        ]
        : [];

    /// <summary>A model of the rows, with new weights.</summary>
    /// <exception cref="DataException">There is nothing to learn from the rows.</exception>
    public DataModel NewModel(TrainRequest request)
    {
        // A column with a few values can have none in the rows of a fold.
        var features = Table is { } table ? [.. Features.Where(f => table[f.Name] is var c && c.MissingCount < c.Count)] : Features;
        return DataModel.Create(Train, features, Targets, new()
        {
            Hidden = request.Hidden,
            Activation = request.Activation,
            Dropout = request.Dropout,
            ImageNetwork = request.Images.Network,
            Images = Paths,
            Weight = Weight,
            Seed = request.Options.Seed,
        });
    }

    /// <summary>How many of the rows to learn from each class of a target has.</summary>
    public IReadOnlyDictionary<string, int> RowsOfClasses(Target target) =>
        (Table is { } table ? ((ClassTarget)target).Labels(table) : RowLabels.TryRead(Train)!)
            .CountBy(label => label)
            .ToDictionary(pair => target.Classes[pair.Key], pair => pair.Value);
}
