using System.CommandLine;
using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>Options whose values are checked while they are parsed, with a message that says what would do.</summary>
internal static class Options
{
    /// <summary>The option that names what to write.</summary>
    public const string OutputName = "--output";

    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>What to write.</summary>
    public static Option<string?> Output(string value, string description) =>
        new(OutputName, "-o") { HelpName = value, Description = description };

    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name)
        {
            HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<int?> Integer(string name, string value, string description, int least, int most = int.MaxValue) =>
        Parsed<int?>(
            name, value, description,
            text =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least
                && number <= most
                    ? number
                    : null,
            most == int.MaxValue ? $"a whole number, {least} or more" : $"a whole number from {least} to {most}");

    public static Option<ulong?> Seed(string name, string value, string description) =>
        Parsed<ulong?>(
            name, value, description,
            text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            "a whole number, 0 or more");

    public static Option<double?> Number(string name, string value, string description, Func<double, bool> fits, string wanted) =>
        Parsed<double?>(
            name, value, description,
            text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && float.IsFinite((float)number)
                && fits(number)
                    ? number
                    : null,
            wanted);

    public static Option<T?> Choice<T>(string name, string description, params (string Name, T Value)[] choices)
        where T : struct
    {
        const int mostLength = 72; // more names than fit on a line of the help go to the description
        var names = string.Join('|', choices.Select(choice => choice.Name));
        if (names.Length > mostLength)
            (names, description) = ("NAME", $"{description} One of {string.Join(", ", choices.Select(choice => choice.Name))}.");
        return Parsed<T?>(
            name, names, description,
            text =>
            {
                var match = choices.Where(choice => choice.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).ToList();
                return match.Count == 1 ? match[0].Value : null;
            },
            $"one of {string.Join(", ", choices.Select(choice => choice.Name))}");
    }

    /// <summary>Choices for all columns or for single ones; a choice follows the last =, since names of columns may hold one.</summary>
    public static Option<ColumnChoice<T>[]?> Choices<T>(
        string name, string description, string value, Func<string, T?> parse, string wanted)
        where T : class => Choices(name, description, value, text => parse(text) is { } choice ? (true, choice) : (false, null!), wanted);

    /// <inheritdoc cref="Choices{T}(string, string, string, Func{string, T}, string)"/>
    public static Option<ColumnChoice<T>[]?> Choices<T>(
        string name, string description, string value, Func<string, T?> parse, string wanted)
        where T : struct =>
        Choices(name, description, value, text => parse(text) is { } choice ? (true, choice) : (false, default(T)), wanted);

    private static Option<ColumnChoice<T>[]?> Choices<T>(
        string name, string description, string value, Func<string, (bool, T)> parse, string wanted
    ) =>
        new(name)
        {
            HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
            CustomParser = result =>
            {
                var choices = new List<ColumnChoice<T>>();
                foreach (var token in result.Tokens)
                {
                    var at = token.Value.LastIndexOf('=');
                    var (isOne, choice) = parse(token.Value[(at + 1)..]);
                    if (isOne && at != 0)
                        choices.Add(new(at < 0 ? null : token.Value[..at], choice));
                    else
                        result.AddError($"{name} is '{token.Value}'; expected {wanted}.");
                }

                return [.. choices];
            },
        };

    /// <param name="name">The option.</param>
    /// <param name="value">What the help calls its value.</param>
    /// <param name="description">What the help says of it.</param>
    /// <param name="parse">The value of a text, or null if it is none.</param>
    /// <param name="wanted">What a good value is.</param>
    public static Option<T?> Parsed<T>(string name, string value, string description, Func<string, T?> parse, string wanted) =>
        new(name)
        {
            HelpName = value, Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (parse(text) is { } parsed)
                    return parsed;
                result.AddError($"{name} is '{text}'; expected {wanted}.");
                return default;
            },
        };
}
