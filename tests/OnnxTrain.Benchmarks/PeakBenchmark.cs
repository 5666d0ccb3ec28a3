using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using OnnxTrain.Kernels;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// What a processor core can do at most: independent chains of fused multiply-adds in registers, enough of them to hide the
/// latency. Threads run it side by side, each counting on its own.
/// </summary>
internal static class PeakBenchmark
{
    private const int Rounds = 20_000;
    private const int Chains = 12;

    /// <summary>Float32 operations per second of <paramref name="threads"/> cores over a stretch; a multiply-add is two.</summary>
    public static double Measure(int threads, double seconds)
    {
        var rates = new double[threads];
        var workers = Enumerable.Range(1, threads - 1).Select(i => new Thread(() => rates[i] = Stretch(seconds))).ToArray();
        foreach (var worker in workers) worker.Start();
        rates[0] = Stretch(seconds);
        foreach (var worker in workers) worker.Join();
        return rates.Sum();
    }

    private static double Stretch(double seconds)
    {
        var lanes = InstructionSets.Current switch
        {
            KernelWidth.Vector512 => 16,
            KernelWidth.Vector256 => 8,
            KernelWidth.Vector128 => 4,
            _ => 1,
        };
        var started = Stopwatch.GetTimestamp();
        var operations = 0L;
        var sum = 0f;
        do
        {
            sum += lanes switch { 16 => Fused512(), 8 => Fused256(), 4 => Fused128(), _ => FusedScalar() };
            operations += 2L * lanes * Chains * Rounds;
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds);
        return float.IsNaN(sum) ? 0 : operations / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fused512()
    {
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector512<float> g = default, h = default, i = default, j = default, k = default, l = default;
        var (x, y) = (Vector512.Create(0.5f), Vector512.Create(1f));
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fused256()
    {
        Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector256<float> g = default, h = default, i = default, j = default, k = default, l = default;
        var (x, y) = (Vector256.Create(0.5f), Vector256.Create(1f));
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Fused128()
    {
        Vector128<float> a = default, b = default, c = default, d = default, e = default, f = default;
        Vector128<float> g = default, h = default, i = default, j = default, k = default, l = default;
        var (x, y) = (Vector128.Create(0.5f), Vector128.Create(1f));
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector128.FusedMultiplyAdd(a, x, y);
            b = Vector128.FusedMultiplyAdd(b, x, y);
            c = Vector128.FusedMultiplyAdd(c, x, y);
            d = Vector128.FusedMultiplyAdd(d, x, y);
            e = Vector128.FusedMultiplyAdd(e, x, y);
            f = Vector128.FusedMultiplyAdd(f, x, y);
            g = Vector128.FusedMultiplyAdd(g, x, y);
            h = Vector128.FusedMultiplyAdd(h, x, y);
            i = Vector128.FusedMultiplyAdd(i, x, y);
            j = Vector128.FusedMultiplyAdd(j, x, y);
            k = Vector128.FusedMultiplyAdd(k, x, y);
            l = Vector128.FusedMultiplyAdd(l, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float FusedScalar()
    {
        float a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0, j = 0, k = 0, l = 0;
        var (x, y) = (0.5f, 1f);
        for (var round = 0; round < Rounds; round++)
        {
            a = MathF.FusedMultiplyAdd(a, x, y);
            b = MathF.FusedMultiplyAdd(b, x, y);
            c = MathF.FusedMultiplyAdd(c, x, y);
            d = MathF.FusedMultiplyAdd(d, x, y);
            e = MathF.FusedMultiplyAdd(e, x, y);
            f = MathF.FusedMultiplyAdd(f, x, y);
            g = MathF.FusedMultiplyAdd(g, x, y);
            h = MathF.FusedMultiplyAdd(h, x, y);
            i = MathF.FusedMultiplyAdd(i, x, y);
            j = MathF.FusedMultiplyAdd(j, x, y);
            k = MathF.FusedMultiplyAdd(k, x, y);
            l = MathF.FusedMultiplyAdd(l, x, y);
        }

        return a + b + c + d + e + f + g + h + i + j + k + l;
    }
}
