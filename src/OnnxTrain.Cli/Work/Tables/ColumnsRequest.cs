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

    /// <summary>Columns of paths of images.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>How columns go into the model.</summary>
    public InputRequest Inputs { get; init; } = new();
}
