namespace OnnxTrain.Cli;

/// <summary>A table made ready to train on.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Target">The column to predict.</param>
/// <param name="Task">What there is to predict.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Validation">Validation rows, or null.</param>
/// <param name="Notes">What was left out or decided, and why.</param>
internal sealed record PreparedData(
    string Name, string Target, ModelTask Task, CsvTable Train, CsvTable? Validation, IReadOnlyList<string> Notes)
{
    /// <summary>How the columns go into the model.</summary>
    public TabularOptions Options { get; init; } = new();

    /// <summary>The rows that results are told of.</summary>
    public CsvTable Judged => Validation ?? Train;
}
