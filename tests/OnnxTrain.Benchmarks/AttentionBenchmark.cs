using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>attention [--shapes 32x4x64x32,1x1x8192x64] [--threads N] [--seconds S]</c>: causal self-attention of shapes
/// BATCHxHEADSxLENGTHxWIDTH, forward and backward. Prints, between tabs, the shape, milliseconds of the forward pass and of both, the rate
/// of both in GFLOP/s, where hidden scores do not count, the peak of fused multiply-adds, and the memory of the process in MB that inputs,
/// results and gradients need.
/// </summary>
internal static class AttentionBenchmark
{
    private const double Megabyte = 1e6;

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        Parallelism.MaxThreads = options.Threads;
        foreach (var shape in options.Text("shapes", "32x4x64x32,1x1x8192x64").Split(','))
        {
            int[] sizes = [.. shape.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            Shape of = [.. sizes.Select(size => (Dimension)size)];
            Value[] inputs = [.. "qkvg".Select(name => Value.Input($"{name}", ElementType.Float32, of))];
            var y = inputs[0].Attention(inputs[1], inputs[2], causal: true);
            var gradients = Gradients.Of(y, inputs[..3], inputs[3]).Select(gradient => gradient!);
            var before = Environment.WorkingSet;
            using var both = Bind(new(inputs, [y, .. gradients]));
            var time = Time(both, options.Seconds);
            var used = Environment.WorkingSet - before;
            using var forward = Bind(new(inputs, [y]));
            var operations = 7.0 * sizes[0] * sizes[1] * sizes[2] * sizes[2] * sizes[3];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{shape}\t{Time(forward, options.Seconds) * 1e3:0.000}\t{time * 1e3:0.000}\t{operations / time / 1e9:0.0}\t"
                        + $"{PeakBenchmark.Measure(options.Threads, 0.2) / 1e9:0.0}\t{used / Megabyte:0.0}"));
        }

        return 0;
    }

    private static Plan Bind(Graph graph)
    {
        var plan = new Plan(graph, new Dictionary<string, long>());
        var random = new Kernels.RandomStream(1, 0, 0);
        foreach (var feed in graph.Feeds)
        {
            var elements = plan.Elements<float>(feed);
            for (var i = 0; i < elements.Length; i++) elements[i] = (float)random.Normal((ulong)i);
        }

        return plan;
    }

    /// <summary>The median of seconds of a run.</summary>
    private static double Time(Plan plan, double seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var times = new List<double>();
        do
        {
            var start = Stopwatch.GetTimestamp();
            plan.Run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
        return times.Order().ElementAt(times.Count / 2);
    }
}
