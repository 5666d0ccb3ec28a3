namespace OnnxTrain;

/// <summary>A column that a model should probably not learn from.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Issue">What is suspicious about it.</param>
/// <param name="Message">A message with the problem and what to do.</param>
public sealed record ColumnWarning(string Column, ColumnIssue Issue, string Message);
