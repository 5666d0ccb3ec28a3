namespace OnnxTrain;

/// <summary>What stands in the places that padding adds.</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The elements mirrored at the first and the last, which are not repeated: 3 2 | 1 2 3 | 2 1.</summary>
    Reflect,

    /// <summary>The first and the last element again and again: 1 1 | 1 2 3 | 3 3. ONNX calls it edge.</summary>
    Replicate,

    /// <summary>The elements from the other end, as if the ends were joined: 2 3 | 1 2 3 | 1 2. ONNX calls it wrap.</summary>
    Circular,
}
