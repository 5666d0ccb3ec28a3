using System.Diagnostics;
using System.Globalization;
using OnnxTrain.Kernels;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>gemm [--sizes 64,256,1024] [--threads N] [--seconds S]</c>: float32 matrix products. A size is a number for a square, or
/// <c>MxNxK</c>, with <c>nt</c>, <c>tn</c> or <c>tt</c> behind a colon for transposed operands. Prints, between tabs, the size, GFLOP/s,
/// the peak of fused multiply-adds in GFLOP/s and the product's share of it. Product and peak take turns, so that a drifting clock hits
/// both; each figure is the median of its turns.
/// </summary>
internal static class GemmBenchmark
{
    private const int Turns = 15;

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        Parallelism.MaxThreads = options.Threads;
        foreach (var size in options.Text("sizes", "64,256,512,1024,2048").Split(','))
        {
            using var product = new Product(size);
            product.Rate(0.3); // the JIT settles
            PeakBenchmark.Measure(options.Threads, 0.02);
            var (rates, peaks) = (new double[Turns], new double[Turns]);
            for (var turn = 0; turn < Turns; turn++)
            {
                peaks[turn] = PeakBenchmark.Measure(options.Threads, options.Seconds / Turns / 3);
                rates[turn] = product.Rate(options.Seconds / Turns * 2 / 3);
            }

            var (rate, peak) = (Median(rates), Median(peaks));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{size}\t{rate / 1e9:0.0}\t{peak / 1e9:0.0}\t{rate / peak:0.0%}"));
        }

        return 0;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private sealed class Product : IDisposable
    {
        private readonly Scratch _scratch = new();
        private readonly NativeBuffer _memory;
        private readonly Action _multiply;
        private readonly double _operations;

        public Product(string size)
        {
            var parts = size.Split(':');
            int[] lengths = [.. parts[0].Split('x').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            if (lengths.Length == 1) lengths = [lengths[0], lengths[0], lengths[0]];
            var (m, n, k) = (lengths[0], lengths[1], lengths[2]);
            var transposes = parts.Length > 1 ? parts[1] : "nn";
            _operations = 2.0 * m * n * k;
            var (atB, atC) = (NativeBuffer.Align(4L * m * k), NativeBuffer.Align(4L * m * k) + NativeBuffer.Align(4L * k * n));
            _memory = new(atC + (4L * m * n));
            var (a, b) = (_memory.Block<float>(0, m * k), _memory.Block<float>(atB, k * n));
            var random = new RandomStream(1, 0, 0);
            for (var i = 0; i < a.Length; i++) a.Span[i] = (float)random.Normal((ulong)i);
            for (var i = 0; i < b.Length; i++) b.Span[i] = (float)random.Normal((ulong)i);
            _multiply = Gemm.Bind(
                new GemmProblem<float>(a, b, _memory.Block<float>(atC, m * n), m, n, k)
                {
                    TransposeA = transposes[0] == 't', TransposeB = transposes[1] == 't',
                },
                _scratch);
        }

        /// <summary>Operations per second; a multiply-add is two.</summary>
        public double Rate(double seconds)
        {
            var started = Stopwatch.GetTimestamp();
            var count = 0L;
            do
            {
                _multiply();
                count++;
            }
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
            return count * _operations / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            _memory.Dispose();
            _scratch.Dispose();
        }
    }
}
