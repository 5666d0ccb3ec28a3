namespace OnnxTrain.Kernels;

/// <summary>The positions at which the vectors of a tile are read and written.</summary>
internal sealed class DirectPlaces
{
    /// <param name="vectors">One to four vectors, each as its runs of positions.</param>
    /// <param name="lanes">Elements of a vector.</param>
    /// <param name="targetStride">Elements of the target from one position to the next.</param>
    public DirectPlaces(Segment[][] vectors, int lanes, int targetStride)
    {
        IsWhole = targetStride == 1 && vectors.Length == DirectLayout.Vectors && vectors.All(runs => runs[0].Count == lanes);
        Sources = [.. Enumerable.Range(0, DirectLayout.Vectors).Select(v => Start(vectors[Math.Min(v, vectors.Length - 1)][0]))];
        Targets = [.. Enumerable.Range(0, DirectLayout.Vectors).Select(v => IsWhole ? vectors[v][0].Target : v * lanes)];
        Runs = [.. vectors.SelectMany((runs, v) => runs.Select(run => run with { Lane = run.Lane + (v * lanes) }))];
    }

    /// <summary>Whether every lane is a position, and the vectors lie in the target as they are.</summary>
    public bool IsWhole { get; }

    /// <summary>Where each vector begins. Those that the tile lacks read what the last one does.</summary>
    public nint[] Sources { get; }

    /// <summary>Where each vector goes: within the target of a whole tile, within a tile of its own otherwise.</summary>
    public nint[] Targets { get; }

    /// <summary>Runs of positions that go to the target, by their lane within the tile.</summary>
    public Segment[] Runs { get; }

    /// <summary>Where the vector of a run begins.</summary>
    private static nint Start(Segment run) => run.Source - run.Lane;
}
