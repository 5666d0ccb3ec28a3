using OnnxTrain.Kernels;

namespace OnnxTrain;

/// <summary>A graph that runs within a node: the memory of its feeds and fetches, in order, and the run.</summary>
/// <param name="Feeds">To fill before a run.</param>
/// <param name="Fetches">To read after a run; one that is a feed has the feed's memory.</param>
/// <param name="Run">Computes the fetches from the feeds.</param>
internal sealed record InnerPlan(IReadOnlyList<Block<byte>> Feeds, IReadOnlyList<Block<byte>> Fetches, Action Run);
