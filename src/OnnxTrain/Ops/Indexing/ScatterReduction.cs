namespace OnnxTrain;

/// <summary>How scattering combines an update with an element.</summary>
public enum ScatterReduction
{
    /// <summary>
    /// The update replaces the element. Two updates of the same position are not allowed; ONNX and PyTorch do not specify the result.
    /// </summary>
    None,

    /// <summary>The update is added to the element, in the order of the updates.</summary>
    Add,
}
