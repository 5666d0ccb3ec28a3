namespace OnnxTrain;

/// <summary>What ONNX Runtime computes with.</summary>
public enum ExecutionProvider
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU; needs a build with the GPU package of ONNX Runtime, and CUDA on the machine.</summary>
    Cuda,
}
