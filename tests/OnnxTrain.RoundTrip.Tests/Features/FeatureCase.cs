namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>A feature, a table to learn it from, and what its numbers should be by a plain computation.</summary>
/// <param name="Feature">The feature, before it has learned.</param>
/// <param name="Expected">Row by row, what the network takes.</param>
internal sealed record FeatureCase(Feature Feature, Func<CsvTable, double[][]> Expected);
