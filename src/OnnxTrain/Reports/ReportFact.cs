namespace OnnxTrain;

/// <summary>A line of a <see cref="TrainingReport"/>.</summary>
/// <param name="Label">The label, such as <c>optimizer</c>.</param>
/// <param name="Text">The text, such as <c>Adam, rate 0.002</c>.</param>
public sealed record ReportFact(string Label, string Text);
