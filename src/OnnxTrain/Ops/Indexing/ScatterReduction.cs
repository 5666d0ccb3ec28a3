namespace OnnxTrain;

/// <summary>What scattering does with an element that goes to a place.</summary>
public enum ScatterReduction
{
    /// <summary>
    /// It replaces what is there. No two may go to one place: which of them would stay is left open by ONNX and PyTorch, and refused here.
    /// </summary>
    None,

    /// <summary>It is added to what is there, one after another in the order of the elements.</summary>
    Add,
}
