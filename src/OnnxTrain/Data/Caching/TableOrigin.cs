namespace OnnxTrain;

/// <summary>What a table on disk is a copy of.</summary>
/// <param name="Place">Where it is: the same whatever it holds.</param>
/// <param name="Stamp">What changes when it does.</param>
internal sealed record TableOrigin(string Place, string Stamp);
