namespace OnnxTrain.Kernels;

/// <summary>The vectors that micro-kernels compute with.</summary>
internal enum KernelWidth
{
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}
