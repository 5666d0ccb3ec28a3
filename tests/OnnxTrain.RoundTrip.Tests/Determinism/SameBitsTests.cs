using System.Diagnostics;

namespace OnnxTrain.RoundTrip.Tests.Determinism;

/// <summary>
/// The same bits on every processor: operators, trainings and files in processes of their own, to which the .NET runtime shows a processor
/// without AVX-512, without AVX2 and fused multiply-adds, or without any vectors.
/// </summary>
public class SameBitsTests
{
    /// <summary>Functions that are the C library's or System.Numerics.Tensors'.</summary>
    private static readonly string[] Others = [];

    private static readonly Lazy<Task<Dictionary<string, string>>> Here = new(() => BitsOf([]));

    [Theory]
    [InlineData("DOTNET_EnableAVX512=0")]
    [InlineData("DOTNET_EnableAVX2=0")]
    [InlineData("DOTNET_EnableHWIntrinsic=0")]
    [InlineData("ONNXTRAIN_KERNELS=scalar")]
    public async Task Every_processor_gives_the_same(string variable)
    {
        var (want, got) = (await Here.Value, await BitsOf(variable.Split('=')));
        Assert.True(want.Count > 500);
        Assert.Equal(want.Keys, got.Keys);
        Assert.DoesNotContain(want.Keys, name => want[name] != got[name] && !Others.Contains(name.Split(':')[0]));
    }

    private static async Task<Dictionary<string, string>> BitsOf(string[] variable)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(Bits).Assembly.Location, "bits"]) { RedirectStandardOutput = true };
        if (variable is [var name, var value]) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var lines = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('\t'))
            .ToDictionary(line => line[0], line => line[1]);
    }
}
