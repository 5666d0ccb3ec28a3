using Microsoft.ML.OnnxRuntime;
using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>CUDA works, or the message says how to get it.</summary>
public class ExecutionProviderTests
{
    [Fact]
    public void Cuda_without_its_package_is_refused_with_the_way_to_get_it()
    {
        if (OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider")) return;
        var table = Tables.Odd(20);
        var model = TabularModel.Regressor(table, "number", hidden: []);
        var message = Assert.Throws<ExecutionProviderException>(
            () => OnnxAssert.Equivalent(model, table, new() { Provider = ExecutionProvider.Cuda })).Message;
        Assert.Contains("-p:OnnxRuntimeGpu=true", message, StringComparison.Ordinal);
    }
}
