using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that are for tables alone.</summary>
internal sealed class TableOptions
{
    private static readonly TrainDefaults Defaults = TrainDefaults.Current;

    private readonly Option<string[]> _targets = Options.Texts(
        "--target", "COLUMN", "The column to predict. Give it again for further columns: one file predicts all of them.");

    private readonly Option<TaskChoice?> _task = Options.Choice(
        "--task", "Whether targets are classes or numbers. auto: a class for text, booleans or few whole numbers, else a number.",
        ("auto", TaskChoice.Auto), ("classification", TaskChoice.Classification), ("regression", TaskChoice.Regression));

    private readonly Option<string[]> _ignore = Options.Texts(
        "--ignore", "COLUMNS", "Columns to leave out, separated by commas.");

    private readonly Option<string[]> _keep = Options.Texts(
        "--keep", "COLUMNS", "Columns to keep although they look like identifiers, separated by commas.");

    private readonly Option<string[]> _categorical = Options.Texts(
        "--categorical", "COLUMNS",
        "Columns to treat as categories although they hold numbers, such as postcodes, or paths; separated by commas.");

    private readonly Option<string[]> _numeric = Options.Texts(
        "--numeric", "COLUMNS", "Columns to treat as numbers although they look like texts, such as 007; separated by commas.");

    private readonly Option<string[]> _texts = Options.Texts(
        "--text", "COLUMNS",
        "Columns of texts of several words, separated by commas: the file splits them into words. Default: columns of mostly different "
            + "texts of 3 words or more; --categorical makes categories of them.");

    private readonly TimeOptions _times = new();

    private readonly Option<string?> _splitBy = Options.Text(
        "--split-by", "COLUMN",
        "Keep the rows of each value together, such as those of a customer, when rows are held back: for --validation, --folds and search. "
            + "The column is no input unless --keep names it.");

    private readonly Option<string?> _splitTime = Options.Text(
        "--split-time", "COLUMN",
        "Hold back the latest rows by this column, so that the future never trains the past: for --validation, --folds and search. "
            + "Numbers, or times such as 2026-11-27. The column is no input unless --keep names it.");

    private readonly Option<RareChoice?> _rare = Options.Choice(
        "--rare",
        "What to do with classes of one row, or of fewer rows than there are --folds: keep them, drop their rows, or merge them into one "
            + "class, other. Default: keep.",
        ("keep", RareChoice.Keep), ("drop", RareChoice.Drop), ("merge", RareChoice.Merge));

    private readonly ReadingOptions _reading = new();

    private readonly MemoryOptions _memory = new();

    private readonly Option<string[]> _images = Options.Texts(
        "--image", "COLUMNS",
        "Columns of paths of images, relative to the table, separated by commas. Default: columns in which all values are such paths.");

    private readonly Option<int[]?> _hidden = Options.Parsed<int[]>(
        "--hidden", "UNITS", $"The units of each hidden layer; none for a linear model. Default: {string.Join(',', Defaults.Hidden)}.",
        Layers, "the units of each layer separated by commas, such as 64,32, or none");

    private readonly Option<Activation?> _activation = Options.Choice(
        "--activation", $"The activation function of the hidden layers. Default: {Defaults.Activation.Text()}.",
        [.. Enum.GetValues<Activation>().Select(activation => (activation.Text(), activation))]);

    private readonly Option<double?> _dropout = Options.Number(
        "--dropout", "PART", "The part of the hidden units that is dropped in each step. Default: 0.",
        part => part is >= 0 and < 1, "a part: 0 or more and below 1");

    private readonly InputOptions _inputs = new();

    /// <summary>What the columns are.</summary>
    public Option[] OfData =>
        [
            _targets, _task, _rare, _ignore, _keep, _categorical, _numeric, _texts, .. _times.All, _images, _inputs.Weight, .. _reading.All,
            .. _memory.All,
        ];

    /// <summary>Which rows are held back.</summary>
    public Option[] OfSplit => [_splitBy, _splitTime];

    public HelpSection Inputs => _inputs.Section;

    public HelpSection Network => new("Network for tables", _hidden, _activation, _dropout);

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [.. OfData, .. OfSplit, .. Inputs.Options, .. Network.Options];

    /// <summary>The table that is named, with its query.</summary>
    /// <exception cref="ToolException">There is a query, and no database.</exception>
    public string NameOf(ParseResult arguments, string data) => _reading.NameOf(arguments, data);

    /// <summary>What is asked for, of what only tables have.</summary>
    public TrainRequest Request(ParseResult arguments, string data, string output) => new()
    {
        Data = data,
        Output = output,
        Columns = new()
        {
            Targets = arguments.GetValue(_targets) ?? [],
            Task = arguments.GetValue(_task) ?? TaskChoice.Auto,
            Ignore = arguments.GetValue(_ignore) ?? [],
            Keep = arguments.GetValue(_keep) ?? [],
            Categorical = arguments.GetValue(_categorical) ?? [],
            Numeric = arguments.GetValue(_numeric) ?? [],
            Rare = arguments.GetValue(_rare) ?? RareChoice.Keep,
            Texts = arguments.GetValue(_texts) ?? [],
            Times = _times.Request(arguments),
            SplitBy = arguments.GetValue(_splitBy),
            SplitTime = arguments.GetValue(_splitTime),
            Reading = _reading.Request(arguments),
            Memory = _memory.Request(arguments),
            Images = arguments.GetValue(_images) ?? [],
            Inputs = _inputs.Request(arguments),
        },
        Hidden = arguments.GetResult(_hidden) is null ? Defaults.Hidden : arguments.GetValue(_hidden)!,
        Activation = arguments.GetValue(_activation) ?? Defaults.Activation,
        Dropout = arguments.GetValue(_dropout) ?? 0,
    };

    private static int[]? Layers(string text)
    {
        const int mostUnits = 1 << 16;
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return [];
        var layers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var units) || units is < 1 or > mostUnits)
                return null;
            layers.Add(units);
        }

        return [.. layers];
    }
}
