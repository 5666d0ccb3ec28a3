namespace OnnxTrain.Cli;

/// <summary>A choice for columns, as <c>COLUMNS=CHOICE</c> on the command line makes it, or for all, as <c>CHOICE</c> does.</summary>
/// <param name="Columns">A column, or several with commas between; null for all.</param>
/// <param name="Value">What is chosen.</param>
internal sealed record ColumnChoice<T>(string? Columns, T Value);
