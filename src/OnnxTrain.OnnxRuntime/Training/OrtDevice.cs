using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>Sessions for training on a device, and tensors in its memory.</summary>
internal static class OrtDevice
{
    /// <exception cref="ExecutionProviderException">The provider cannot be used here.</exception>
    /// <exception cref="NotSupportedException">ONNX Runtime lacks an operator of the step.</exception>
    public static InferenceSession Open(byte[] model, ExecutionProvider provider)
    {
        using var call = OrtCalls.Begin();

        // One step follows the other: threads that wait by spinning make them a tenth faster.
        using var options = OrtSessions.Options(optimize: true, provider, Parallelism.MaxThreads, spins: true);
        try
        {
            return new(model, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new NotSupportedException(
                $"ONNX Runtime {OrtSessions.RuntimeVersion} ({provider}) does not run this training step; TrainingBackend.Native does. "
                    + $"Details: {e.Message}",
                e);
        }
    }

    /// <summary>Memory of the device that a session computes on.</summary>
    public static OrtAllocator Allocator(InferenceSession session, ExecutionProvider provider)
    {
        if (provider == ExecutionProvider.Cpu) return new(session, OrtMemoryInfo.DefaultInstance);
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default);
        return new(session, memory);
    }

    /// <summary>A new tensor, whose elements are not set.</summary>
    public static OrtValue NewTensor(OrtAllocator allocator, TensorType type) =>
        OrtValue.CreateAllocatedTensorValue(allocator, OrtTensors.TypeOf(type.ElementType), Sizes(type.Shape));

    /// <summary>A tensor over the memory of a variable, which must stay.</summary>
    public static unsafe OrtValue Over(Variable variable)
    {
        fixed (byte* first = variable.Bytes)
            return OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, OrtTensors.TypeOf(variable.ElementType), Sizes(variable.Shape),
                (nint)first,
                variable.Bytes.Length);
    }

    private static long[] Sizes(Shape shape) => [.. shape.Select(d => d.Size)];
}
