namespace OnnxTrain;

/// <summary>How far the reading of rows is.</summary>
/// <param name="Rows">Rows that have been read.</param>
/// <param name="Total">Rows that there are; null where that is not known.</param>
public sealed record RowProgress(long Rows, long? Total);
