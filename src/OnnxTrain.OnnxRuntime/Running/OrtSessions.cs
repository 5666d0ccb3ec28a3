using Microsoft.ML.OnnxRuntime;

namespace OnnxTrain;

/// <summary>Sessions of ONNX Runtime, opened the way this library wants them.</summary>
internal static class OrtSessions
{
    private const string CudaProvider = "CUDAExecutionProvider";

    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    /// <summary>
    /// Whether ONNX Runtime, or its managed part, does not take a file. The latter throws such for types and names that it does not know.
    /// </summary>
    public static bool IsRefusal(Exception e) =>
        e
            is OnnxRuntimeException
                or NotSupportedException
                or NullReferenceException
                or ArgumentException
                or KeyNotFoundException
                or InvalidOperationException
                or OverflowException;

    public static SessionOptions Options(bool optimize, ExecutionProvider provider, int threads, bool spins = false)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            // What matters is thrown as well; the rest would land between the user's own lines.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            if (threads > 0) options.IntraOpNumThreads = threads;
            // Threads that wait for work by spinning would slow down native runs in between.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", spins ? "1" : "0");
            if (provider == ExecutionProvider.Cuda) AddCuda(options);
            return options;
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    private static void AddCuda(SessionOptions options)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
        {
            throw new ExecutionProviderException(
                "CUDA was asked for, and this build carries ONNX Runtime for the CPU only. Build with -p:OnnxRuntimeGpu=true, which "
                + "takes the package Microsoft.ML.OnnxRuntime.Gpu, or use the CPU.");
        }

        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            // TF32 rounds the factors of matrix products to 10 bits: too coarse to compare anything.
            cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = "0", ["use_tf32"] = "0" });
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new ExecutionProviderException(
                $"CUDA was asked for, and ONNX Runtime {RuntimeVersion} cannot use it on this machine: it needs an NVIDIA GPU with its "
                    + "driver, "
                + $"and the CUDA and cuDNN libraries that this release was built for. Or use the CPU. Details: {e.Message}", e);
        }
    }
}
