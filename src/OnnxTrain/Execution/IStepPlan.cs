namespace OnnxTrain;

/// <summary>A graph made ready to run for concrete sizes, wherever it runs: memory for what goes in and comes out, and the run.</summary>
internal interface IStepPlan
{
    /// <summary>The memory of a feed or a fetched value.</summary>
    Span<byte> Bytes(Value value);

    /// <summary>Where the data of a feed are to be put, or a fetched value found after <see cref="Run"/>.</summary>
    Span<T> Elements<T>(Value value)
        where T : unmanaged;

    /// <summary>Computes the fetches from the feeds, and leaves the variables updated.</summary>
    void Run();
}
