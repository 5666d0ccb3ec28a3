using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>
/// The options of <c>search</c>: those of <c>train</c> that say how a network is made and trained, as texts that may hold several
/// values. Each combination is read as <c>train</c> reads it.
/// </summary>
internal sealed class SearchOptions
{
    /// <summary>Sections of <c>train</c> that say what is done with the one network in the end.</summary>
    private static readonly string[] NotForSearch = ["Selection", "Long runs", "Output"];

    /// <summary>Sections that say what is read, once for all trials, and whose values may hold names of columns.</summary>
    private static readonly string[] NeverSeveral = ["Data", "Inputs", "Images"];

    private static readonly string[] NotOffered = ["--validation", "--test"];
    private static readonly string[] OneValue = ["--seed", "--threads", "--from"];

    private readonly TrainOptions _train = new();
    private readonly Command _command = new("train");
    private readonly List<HelpSection> _sections = [];
    private readonly List<(Option Train, Option<string[]> Text, bool MaySeveral)> _options = [];

    private readonly Option<int?> _folds = Options.Integer(
        "--folds", "K", $"The folds of the cross-validation of each trial. Default: {DefaultFolds}.", least: 2);

    private readonly Option<int?> _trials = Options.Integer(
        "--trials", "N", "Try N settings drawn at random; left out, every combination is tried.", least: 1, most: 1_000_000);

    public SearchOptions()
    {
        _sections.Add(new("Search", _folds, _trials));
        foreach (var section in _train.Sections)
        {
            foreach (var option in section.Options) _command.Add(option);
            if (NotForSearch.Contains(section.Title)) continue;
            var several = !NeverSeveral.Contains(section.Title);
            var texts = section
                .Options.Where(o => !NotOffered.Contains(o.Name) && !_train.Sources.Contains(o))
                .Select(o => Text(o, several && !OneValue.Contains(o.Name)))
                .ToList();
            _sections.Add(new(section.Title, [.. texts]));
        }
    }

    public const int DefaultFolds = 5;

    public IReadOnlyList<HelpSection> Sections => _sections;

    /// <exception cref="ToolException">There is nothing to choose from, or a value is none of its option.</exception>
    public SearchRequest Request(ParseResult arguments, string data)
    {
        var (taken, varied) = (new List<string> { "--folds", $"{arguments.GetValue(_folds) ?? DefaultFolds}" }, new List<SearchAxis>());
        foreach (var (option, text, maySeveral) in _options)
        {
            if (arguments.GetResult(text) is null or { Implicit: true }) continue;
            var values = arguments.GetValue(text) ?? [];
            var axis = maySeveral && values.Length == 1 ? SearchAxis.Of(option.Name, values[0]) : null;
            if (axis is { IsOneValue: false }) varied.Add(axis);
            else taken.AddRange(values.Length == 0 ? [option.Name] : values.SelectMany(value => (string[])[option.Name, value]));
        }

        return new(data, taken, varied, arguments.GetValue(_trials), Read);
    }

    /// <summary>Arguments as <c>train</c> takes them.</summary>
    private TrainRequest Read(IEnumerable<string> arguments, string data)
    {
        var result = _command.Parse([.. arguments], new() { ResponseFileTokenReplacer = null });
        return result.Errors is [var error, ..]
            ? throw new ToolException(error.Message, $"{Tool.Name} search --help explains all options.")
            : _train.Request(result, data);
    }

    private Option<string[]> Text(Option option, bool maySeveral)
    {
        var isFlag = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);
        var text = new Option<string[]>(option.Name)
        {
            Description = option.Description,
            HelpName = isFlag ? null : option.HelpName,
            Arity = isFlag ? ArgumentArity.Zero : maySeveral ? ArgumentArity.ExactlyOne : option.Arity,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => [.. result.Tokens.Select(token => token.Value)],
        };
        _options.Add((option, text, maySeveral && !isFlag));
        return text;
    }
}
