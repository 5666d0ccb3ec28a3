using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>step --net NET [--threads N] [--seconds S] [--backend native|ort-cpu|ort-cuda]</c>: prints NET, samples per second and bytes
/// allocated per step, between tabs. The rate is the median of eight stretches after the JIT has settled.
/// </summary>
internal static class StepBenchmark
{
    private const int Stretches = 8;
    private const double WarmUpSeconds = 1;
    private const double LearningRate = 1e-3;

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        Parallelism.MaxThreads = options.Threads;
        var network = BenchmarkNetwork.Named(options.Text("net", "mlp"));
        using var step = network.NewStep(Backend(options.Text("backend", "native")));
        Stretch(step, WarmUpSeconds);
        var rates = Enumerable.Range(0, Stretches).Select(_ => Stretch(step, options.Seconds / Stretches)).Order().ToArray();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{network.Name}\t{rates[Stretches / 2] * network.BatchSize:0}\t{AllocatedPerStep(step)}"));
        return 0;
    }

    private static TrainingBackend Backend(string name) => name switch
    {
        "native" => TrainingBackend.Native,
        "ort-cpu" => new OrtBackend(),
        "ort-cuda" => new OrtBackend(ExecutionProvider.Cuda),
        _ => throw new ArgumentException($"There is no backend '{name}'; there are native, ort-cpu and ort-cuda."),
    };

    /// <summary>Steps per second.</summary>
    private static double Stretch(TrainingStep<float> step, double seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var steps = 0;
        do
        {
            step.Run(LearningRate);
            steps++;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
        return steps / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static long AllocatedPerStep(TrainingStep<float> step)
    {
        const int steps = 20;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < steps; i++) step.Run(LearningRate);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
    }
}
