namespace OnnxTrain;

/// <summary>A graph prepared for concrete sizes on any backend: the memory of inputs and outputs, and the run.</summary>
internal interface IStepPlan
{
    /// <summary>The memory of a feed or a fetched value.</summary>
    Span<byte> Bytes(Value value);

    /// <summary>The memory of a feed, to fill before <see cref="Run"/>, or of a fetch, to read after it.</summary>
    Span<T> Elements<T>(Value value)
        where T : unmanaged;

    /// <summary>Computes the fetches from the feeds, and updates the variables.</summary>
    void Run();
}
