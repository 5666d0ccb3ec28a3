namespace OnnxTrain.Kernels;

/// <summary>Where the four vectors of positions of a tile are read and written.</summary>
internal unsafe struct DirectTile<T>
    where T : unmanaged
{
    public T* SourceA, SourceB, SourceC, SourceD;

    public T* TargetA, TargetB, TargetC, TargetD;

    /// <summary>Elements of the target from one output to the next.</summary>
    public nint TargetStride;
}
