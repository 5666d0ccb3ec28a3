using System.CommandLine;

namespace OnnxTrain.Cli;

/// <summary>The options that say how much of a table is in memory.</summary>
internal sealed class MemoryOptions
{
    private readonly Option<long?> _memory = Options.Parsed<long?>(
        "--memory", "SIZE",
        "The memory that the run is to stay near, such as 300MB or 2GB. A table that would take more goes once through a cache on disk, an "
            + "Arrow file beside it, which is found again. What any run takes, about 150 MB, comes on top. Standard input, and values of a "
            + "type of time in Parquet, Arrow and databases, are read into memory whatever the limit. Default: a quarter of the machine's.",
        MemoryRequest.TryParse, MemoryRequest.Wanted);

    private readonly Option<string?> _cache = Options.Text(
        "--cache", "FOLDER",
        "The folder of that cache. Default: that of DATA, or the one for temporary files where no file can be written.");

    public Option[] All => [_memory, _cache];

    public MemoryRequest Request(ParseResult arguments) =>
        new() { Limit = arguments.GetValue(_memory), Folder = arguments.GetValue(_cache) };
}
