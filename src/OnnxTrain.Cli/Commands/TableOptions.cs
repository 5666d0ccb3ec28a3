using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that are for tables alone.</summary>
internal sealed class TableOptions
{
    private static readonly TrainDefaults Defaults = TrainDefaults.Current;

    private readonly Option<string?> _target = Options.Text("--target", "COLUMN", "The column to predict.");

    private readonly Option<TaskChoice?> _task = Options.Choice(
        "--task", "What to predict. auto: a class if the target is text, truth values or few whole numbers, else a number.",
        ("auto", TaskChoice.Auto), ("classification", TaskChoice.Classification), ("regression", TaskChoice.Regression));

    private readonly Option<string[]> _ignore = Options.Texts(
        "--ignore", "COLUMNS", "Columns that the model is not to look at, with commas between.");

    private readonly Option<string[]> _keep = Options.Texts(
        "--keep", "COLUMNS", "Columns that the model is to look at although they look like identifiers, with commas between.");

    private readonly Option<string[]> _categorical = Options.Texts(
        "--categorical", "COLUMNS", "Columns whose numbers are names, such as postcodes, with commas between.");

    private readonly Option<int[]?> _hidden = Options.Parsed<int[]>(
        "--hidden", "UNITS", $"Units of each hidden layer; none for a linear model. Default: {string.Join(',', Defaults.Hidden)}.",
        Layers, "units of each layer with commas between, such as 64,32, or none");

    private readonly Option<Activation?> _activation = Options.Choice(
        "--activation", $"The function after each hidden layer. Default: {Name(Defaults.Activation)}.",
        [.. Enum.GetValues<Activation>().Select(activation => (Name(activation), activation))]);

    private readonly Option<double?> _dropout = Options.Number(
        "--dropout", "PART", "The part of the hidden units dropped in each step. Default: 0.",
        part => part is >= 0 and < 1, "a part: 0 or more and below 1");

    private readonly InputOptions _inputs = new();

    private readonly SelectionOptions _selection = new();

    /// <summary>What the columns are.</summary>
    public Option[] OfData => [_target, _task, _ignore, _keep, _categorical, _inputs.Weight];

    public HelpSection Inputs => _inputs.Section;

    public HelpSection Network => new("Network for tables", _hidden, _activation, _dropout);

    public HelpSection Selection => _selection.Section;

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [.. OfData, .. Inputs.Options, .. Network.Options, .. Selection.Options];

    /// <summary>What is asked for, of what only tables have.</summary>
    public TableRequest Request(ParseResult arguments, string data, string output) => new()
    {
        Data = data,
        Output = output,
        Target = arguments.GetValue(_target),
        Task = arguments.GetValue(_task) ?? TaskChoice.Auto,
        Ignore = arguments.GetValue(_ignore) ?? [],
        Keep = arguments.GetValue(_keep) ?? [],
        Categorical = arguments.GetValue(_categorical) ?? [],
        Hidden = arguments.GetResult(_hidden) is null ? Defaults.Hidden : arguments.GetValue(_hidden)!,
        Activation = arguments.GetValue(_activation) ?? Defaults.Activation,
        Dropout = arguments.GetValue(_dropout) ?? 0,
        Inputs = _inputs.Request(arguments),
    };

    /// <summary>The request with the trainings of several networks in it.</summary>
    /// <exception cref="ToolException">They contradict other options.</exception>
    public TableRequest WithSelection(TableRequest request, ParseResult arguments, bool validationWasGiven) =>
        _selection.AddTo(request, arguments, validationWasGiven);

    /// <summary>The name of an activation on the command line: <c>leaky-relu</c>.</summary>
    public static string Name(Activation activation) => activation switch
    {
        Activation.LeakyRelu => "leaky-relu",
        Activation.HardSigmoid => "hard-sigmoid",
        Activation.HardSwish => "hard-swish",
        _ => activation.ToString().ToLowerInvariant(),
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
