namespace OnnxTrain;

/// <summary>The content of padding.</summary>
public enum PadMode
{
    /// <summary>One number.</summary>
    Constant,

    /// <summary>The elements mirrored at the first and the last element, which are not repeated: 3 2 | 1 2 3 | 2 1.</summary>
    Reflect,

    /// <summary>The first and the last element repeated: 1 1 | 1 2 3 | 3 3. ONNX calls it edge.</summary>
    Replicate,

    /// <summary>The elements from the other end (circular padding): 2 3 | 1 2 3 | 1 2. ONNX calls it wrap.</summary>
    Circular,
}
