namespace OnnxTrain.Tests.Graphs.Rewriting;

/// <summary>A graph and a pass that takes it.</summary>
internal sealed record PassCase(Graph Graph, GraphPass Pass);
