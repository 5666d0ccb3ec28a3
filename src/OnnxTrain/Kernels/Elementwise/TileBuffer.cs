namespace OnnxTrain.Kernels;

/// <summary>
/// Where the tiles of a value lie: in memory of the plan, or, for a value that only its own loop needs, in memory of the thread
/// that runs it, where each tile takes the place of the one before and stays in the first-level cache.
/// </summary>
internal readonly unsafe struct TileBuffer<T>
    where T : unmanaged
{
    private readonly T* _memory;
    private readonly int _offset;

    public TileBuffer(Block<T> block)
    {
        _memory = block.Pointer;
        Length = block.Length;
    }

    /// <param name="offset">Where the tile begins in the thread's memory, in bytes.</param>
    /// <param name="length">Elements of the whole value.</param>
    public TileBuffer(int offset, int length) => (_offset, Length) = (offset, length);

    public int Length { get; }

    /// <summary>The tile from element <paramref name="start"/> on; <paramref name="own"/> is the thread's memory.</summary>
    public Span<T> At(int start, int length, byte* own) =>
        _memory != null || Length == 0 ? new(_memory + start, length) : new(own + _offset, length);
}
