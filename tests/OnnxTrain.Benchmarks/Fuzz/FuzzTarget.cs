namespace OnnxTrain.Benchmarks.Fuzz;

/// <summary>A reader that is given hostile input.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Seeds">Good inputs, made anew in memory.</param>
/// <param name="Mutate">Makes a bad input of a good one.</param>
/// <param name="Read">Reads an input from a file in a folder of its own; throws what the reader throws.</param>
/// <param name="IsDocumented">Whether an exception is one that the reader's documentation names.</param>
internal sealed record FuzzTarget(
    string Name, Func<IReadOnlyList<byte[]>> Seeds, Func<Random, byte[], byte[]> Mutate, Action<byte[], string> Read,
    Func<Exception, bool> IsDocumented);
