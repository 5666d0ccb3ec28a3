using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options that say how a table is written.</summary>
internal sealed class ReadingOptions
{
    private readonly Option<char?> _delimiter = Options.Parsed<char?>(
        "--delimiter", "CHARACTER", "What separates the fields: a character, or tab. Default: found among comma, semicolon, tab and pipe.",
        DelimiterOf, "one ASCII character that is no letter, digit or quote, or tab");

    private readonly Option<char?> _decimal = Options.Parsed<char?>(
        "--decimal", "CHARACTER",
        "The decimal point of numbers: . or ,. Default: a comma if the numbers show it and commas do not separate the fields, else a "
            + "point.",
        text => text is "." or "," ? text[0] : null, ". or ,");

    private readonly Option<char?> _thousands = Options.Parsed<char?>(
        "--thousands", "CHARACTER", "What separates thousands in numbers, such as , in 1,000. Default: nothing.",
        text => text.Length == 1 && char.IsAscii(text[0]) && !char.IsAsciiLetterOrDigit(text[0]) ? text[0] : null,
        "one ASCII character that is no letter or digit");

    private readonly Option<string[]> _currency = Options.Texts(
        "--currency", "SIGNS", "Signs of a currency before or after numbers, which do not count, separated by commas, such as $,€.");

    private readonly Option<string?> _missing = Options.Text(
        "--missing", "TEXTS",
        "The texts that stand for a missing value, exactly as written, separated by commas, instead of the default ones. An empty field is "
            + "always missing. Default of training: those of pandas and ?; of an exported file: those that it was trained with.");

    private readonly Option<bool> _noHeader = Options.Flag(
        "--no-header", "The first line is a row. The columns are called column1, column2 and so on.");

    private readonly Option<bool> _noQuotes = Options.Flag(
        "--no-quotes", "Quotes are characters as any other: no field is in quotes, and each line is a row.");

    private readonly Option<string?> _query = Options.Text(
        "--query", "SQL", "The query whose result is the table, where DATA is sqlite:FILE.");

    public Option[] All => [_query, _delimiter, _decimal, _thousands, _currency, _missing, _noHeader, _noQuotes];

    /// <summary>The table that is named, with its query.</summary>
    /// <exception cref="ToolException">There is a query, and no database.</exception>
    public string NameOf(ParseResult arguments, string data) => TableName.WithQuery(data, arguments.GetValue(_query));

    /// <summary>Options of the library, with what is asked for.</summary>
    public Func<CsvOptions, CsvOptions> Request(ParseResult arguments)
    {
        var (delimiter, point, thousands) = (arguments.GetValue(_delimiter), arguments.GetValue(_decimal), arguments.GetValue(_thousands));
        string[] currency = [.. (arguments.GetValue(_currency) ?? []).SelectMany(Parts)];
        var missing = arguments.GetValue(_missing);
        if (thousands is not null && thousands == (point ?? '.'))
            throw new ToolException($"--thousands and --decimal are both '{thousands}'.", "Give --decimal another character.");
        if (thousands is not null && thousands == delimiter)
            throw new ToolException($"--thousands and --delimiter are both '{thousands}'.", "Leave --thousands out.");
        var (hasHeader, hasQuotes) = (!arguments.GetValue(_noHeader), !arguments.GetValue(_noQuotes));
        return options => options with
        {
            Delimiter = delimiter,
            Decimal = point,
            Thousands = thousands,
            Currency = currency,
            MissingValues = missing is null ? options.MissingValues : [.. Parts(missing)],
            HasHeader = hasHeader,
            HasQuotes = hasQuotes,
        };
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static char? DelimiterOf(string text) => text.ToUpperInvariant() switch
    {
        "TAB" or "\\T" => '\t',
        [var one] when char.IsAscii(one) && !char.IsAsciiLetterOrDigit(one) && one is not ('"' or '\n' or '\r') => one,
        _ => null,
    };
}
