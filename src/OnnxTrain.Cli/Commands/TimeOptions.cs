using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options of <c>train</c> that say which columns are times, and how they are written.</summary>
internal sealed class TimeOptions
{
    private readonly Option<string[]> _times = Options.Texts(
        "--time", "COLUMNS",
        "Columns that must hold dates or times, separated by commas: a field that is none is named. Default: columns of texts in which all "
            + "values are some.");

    private readonly Option<string[]> _durations = Options.Texts(
        "--duration", "COLUMNS",
        "Columns that hold durations although they look like times of day, such as 12:30; separated by commas. Default: columns in which "
            + "all values are durations, such as 26:15:00, 1.02:03:04 or P1DT2H.");

    private readonly Option<ColumnChoice<string>[]?> _formats = Options.Choices(
        "--date-format",
        "How dates are written that can be read in several ways, such as 03/04/2024: dd/MM/yyyy or MM/dd/yyyy. unix and unixms take "
            + "numbers as seconds and milliseconds since 1970. For all such columns, or COLUMNS=FORMAT. A time of day may follow.",
        "FORMAT", text => TimeFormat.Of(text)?.Name, $"one of {string.Join("; ", TimeFormat.Names)}, or COLUMN= before one of them");

    public Option[] All => [_times, _durations, _formats];

    public TimeRequest Request(ParseResult arguments) => new()
    {
        Times = arguments.GetValue(_times) ?? [],
        Durations = arguments.GetValue(_durations) ?? [],
        Formats = arguments.GetValue(_formats) ?? [],
    };
}
