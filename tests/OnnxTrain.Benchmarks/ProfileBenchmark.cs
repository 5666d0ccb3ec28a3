using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>profile --net NET [--threads N] [--seconds S]</c>: where the time of a training step goes. Prints every step of its plan with the
/// mean time, rate and share of the peak of fused multiply-adds, after the JIT has settled.
/// </summary>
internal static class ProfileBenchmark
{
    private const double WarmUpSeconds = 1;
    private const double PeakSeconds = 0.2;
    private const double LearningRate = 1e-3;

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        Parallelism.MaxThreads = options.Threads;
        var network = BenchmarkNetwork.Named(options.Text("net", "mlp"));
        using var step = network.NewStep();
        Repeat(WarmUpSeconds, () => step.Run(LearningRate));

        // The plan by itself: its feeds, the rate among them, still hold what the last step was given.
        Repeat(options.Seconds, () =>
        {
            step.Plan.RunProfiled();
            step.State.Step++;
        });
        var peak = PeakBenchmark.Measure(options.Threads, PeakSeconds);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{network.Name}: batch {network.BatchSize}, threads {options.Threads}, steps {step.Plan.ProfiledRuns}, peak "
                    + $"{peak / 1e9:0.0} GFLOP/s"));
        Console.Write(step.Plan.Describe(peak));
        return 0;
    }

    private static void Repeat(double seconds, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        do action();
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
    }
}
