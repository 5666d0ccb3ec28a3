namespace OnnxTrain.Cli;

/// <summary>What the columns of a table are. Each text is the name of a column, or several names with commas between.</summary>
internal sealed record ColumnsRequest
{
    /// <summary>The columns to predict, each a name.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    public TaskChoice Task { get; init; }

    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns to look at although they look like identifiers.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Columns whose numbers, or paths, are names.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns that are numbers although they look like texts.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Columns of texts of several words.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Columns that are times or durations.</summary>
    public TimeRequest Times { get; init; } = new();

    /// <summary>How the table is written: adds it to what else is known of the reading.</summary>
    public Func<CsvOptions, CsvOptions> Reading { get; init; } = options => options;

    /// <summary>The column whose groups of rows stay together when rows are held back; null for none.</summary>
    public string? SplitBy { get; init; }

    /// <summary>The column of times whose latest rows are held back; null for none.</summary>
    public string? SplitTime { get; init; }

    /// <summary>What is done with classes that have very few rows.</summary>
    public RareChoice Rare { get; init; }

    /// <summary>How much memory the table may take.</summary>
    public MemoryRequest Memory { get; init; } = new();

    /// <summary>The columns by which rows are held back.</summary>
    public IEnumerable<string> Splits => new[] { SplitBy, SplitTime }.OfType<string>();

    /// <summary>Columns of paths of images.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>How columns go into the model.</summary>
    public InputRequest Inputs { get; init; } = new();
}
