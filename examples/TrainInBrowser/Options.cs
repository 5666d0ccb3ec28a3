using System.Globalization;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    public const string Usage =
        "usage: dotnet run -c Release --project examples/TrainInBrowser [-- --port PORT] [--no-serve] [--output FOLDER]";

    /// <summary>Where the page listens; 0 for any port that is free.</summary>
    public int Port { get; private init; } = 8080;

    /// <summary>Whether the page is served, or written only.</summary>
    public bool Serves { get; private init; } = true;

    /// <summary>The folder that is written.</summary>
    public string Output { get; private init; } = "examples/TrainInBrowser/site";

    /// <summary>The options, or null where the arguments are none.</summary>
    public static Options? Parse(ReadOnlySpan<string> args) =>
        args switch
        {
            [] => new(),
            ["--no-serve", .. var rest] when Parse(rest) is { } others => others with { Serves = false },
            ["--output", { Length: > 0 } folder, .. var rest] when Parse(rest) is { } others => others with { Output = folder },
            ["--port", var text, .. var rest]
                when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && port <= 65535
                    && Parse(rest) is { } others => others with
            {
                Port = port,
            },
            _ => null,
        };
}
