using System.Diagnostics;
using System.Globalization;
using OnnxTrain.Kernels;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>conv [--shapes 64x32x26x26:64x3,…] [--pass forward] [--threads N] [--seconds S]</c>: float32 convolutions. A shape is images,
/// channels, height and width, and behind a colon outputs and taps; then may follow <c>:s2</c> for a stride, <c>:p1</c> for padding,
/// <c>:g32</c> for groups. Prints, between tabs, the shape, the pass (forward, by input, by weights), GFLOP/s, the peak of fused
/// multiply-adds in GFLOP/s and the share of it. Kernel and peak take turns; each figure is the median of its turns.
/// </summary>
internal static class ConvolutionBenchmark
{
    private const int Turns = 15;

    private const string Shapes =
        "64x1x28x28:6x5:p2,64x6x14x14:16x5,64x1x28x28:32x3,64x32x26x26:64x3,16x64x56x56:64x3:p1,16x128x28x28:128x3:p1,"
        + "16x256x14x14:256x3:p1,16x512x7x7:512x3:p1,16x64x56x56:128x3:s2:p1,16x64x56x56:256x1,16x3x224x224:64x7:s2:p3,"
        + "16x96x56x56:96x3:p1:g96";

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        Parallelism.MaxThreads = options.Threads;
        foreach (var shape in options.Text("shapes", Shapes).Split(','))
        {
            foreach (
                var (pass, value) in Passes(shape, out var feeds, out var operations)
                    .Where(p => p.Pass.EndsWith(options.Text("pass", ""), StringComparison.Ordinal)))
            {
                using var plan = new Plan(new Graph(feeds, [value]), new Dictionary<string, long>());
                foreach (var feed in feeds) Fill(plan.Elements<float>(feed));
                Rate(plan, operations, 0.2); // the JIT settles
                var (rates, peaks) = (new double[Turns], new double[Turns]);
                for (var turn = 0; turn < Turns; turn++)
                {
                    peaks[turn] = PeakBenchmark.Measure(options.Threads, options.Seconds / Turns / 3);
                    rates[turn] = Rate(plan, operations, options.Seconds / Turns * 2 / 3);
                }

                var (rate, peak) = (Median(rates), Median(peaks));
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{shape}\t{pass}\t{rate / 1e9:0.0}\t{peak / 1e9:0.0}\t{rate / peak:0.0%}")
                );
            }
        }

        return 0;
    }

    private static (string Pass, Value Value)[] Passes(string text, out Value[] feeds, out double operations)
    {
        var parts = text.Split(':');
        var (image, window) = (Numbers(parts[0]), Numbers(parts[1]));
        int Option(char name, int otherwise) =>
            parts.Skip(2).FirstOrDefault(p => p[0] == name) is { } p ? int.Parse(p[1..], CultureInfo.InvariantCulture) : otherwise;
        var (groups, taps) = (Option('g', 1), window[1]);
        var x = Value.Input("x", ElementType.Float32, [image[0], image[1], image[2], image[3]]);
        var w = Value.Input("w", ElementType.Float32, [window[0], image[1] / groups, taps, taps]);
        var y = x.Conv(w, stride: Option('s', 1), padding: Option('p', 0), groups: groups);
        var g = Value.Input("g", ElementType.Float32, y.Shape);
        feeds = [x, w, g];
        operations = 2.0 * y.Shape.ElementCount * image[1] / groups * taps * taps;
        var gradients = y.Producer!.Op.Differentiate(y.Producer, [g]);
        return [("forward", y), ("by input", gradients[0]!), ("by weights", gradients[1]!)];
    }

    private static int[] Numbers(string text) => [.. text.Split('x').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    private static void Fill(Span<float> elements)
    {
        var random = new RandomStream(1, 0, 0);
        for (var i = 0; i < elements.Length; i++) elements[i] = (float)random.Normal((ulong)i);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Operations per second; a multiply-add is two.</summary>
    private static double Rate(Plan plan, double operations, double seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var count = 0L;
        do
        {
            plan.Run();
            count++;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
        return count * operations / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
