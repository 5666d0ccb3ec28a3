using System.Diagnostics;
using System.Globalization;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Lifetime;

/// <summary>Nothing that a user forgets to dispose of ends the process, in whatever order it is made and collected.</summary>
public class AbandonedObjectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string, int> Scenarios
    {
        get
        {
            var scenarios = new TheoryData<string, int>();
            foreach (var way in AbandonedObjects.Ways)
            {
                for (var seed = 1; seed <= 2; seed++) scenarios.Add(way, seed);
            }

            return scenarios;
        }
    }

    [Theory, MemberData(nameof(Scenarios))]
    public async Task A_process_ends_well_whatever_it_forgets(string way, int seed)
    {
        using var folder = new TemporaryFolder();
        var assembly = typeof(AbandonedObjects).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, way, seed.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = folder[""],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{await output}\n{await error}");
        Assert.Empty(await error);
        Assert.Contains(
            way.StartsWith("collected", StringComparison.Ordinal) ? "done, 0 left" : "done", await output, StringComparison.Ordinal);
    }
}
