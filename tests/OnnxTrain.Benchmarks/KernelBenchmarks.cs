using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OnnxTrain.Kernels;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>kernels</c>: the loops beside matrix products, on arrays that lie in the second-level cache (64 Ki elements) and beyond all (16 Mi).
/// </summary>
[Config(typeof(Settings)), MemoryDiagnoser]
public class KernelBenchmarks : IDisposable
{
    private const int Columns = 256;

    private Plan _activation = null!;
    private Plan _rows = null!;
    private Plan _columns = null!;
    private Plan _softmax = null!;
    private Plan _dropout = null!;

    /// <summary>Elements of the input.</summary>
    [Params(1 << 16, 1 << 24)]
    public int Elements { get; set; }

    /// <summary>Threads that work on a loop.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Binds the plans.</summary>
    [GlobalSetup]
    public void Bind()
    {
        Parallelism.MaxThreads = Threads;
        _activation = Of(x => (x * 0.5 + 1).Tanh() * x);
        _rows = Of(x => x.Sum(1));
        _columns = Of(x => x.Sum(0));
        _softmax = Of(x => x.Softmax());
        _dropout = Of(x => x.Dropout(0.5));
    }

    /// <summary>tanh(x / 2 + 1) · x: four operators in one loop.</summary>
    [Benchmark]
    public void FusedChain() => _activation.Run();

    /// <summary>[rows, 256] → [rows].</summary>
    [Benchmark]
    public void SumOfRows() => _rows.Run();

    /// <summary>[rows, 256] → [256].</summary>
    [Benchmark]
    public void SumOfColumns() => _columns.Run();

    /// <summary>Softmax along rows of 256.</summary>
    [Benchmark]
    public void Softmax() => _softmax.Run();

    /// <summary>A random mask and its product.</summary>
    [Benchmark]
    public void Dropout() => _dropout.Run();

    /// <summary>Frees the plans.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        foreach (var plan in (Plan?[])[_activation, _rows, _columns, _softmax, _dropout]) plan?.Dispose();
        GC.SuppressFinalize(this);
    }

    private Plan Of(Func<Value, Value> function)
    {
        var x = Value.Input("x", ElementType.Float32, [Elements / Columns, Columns]);
        var plan = new Plan(new([x], [function(x)]), new Dictionary<string, long>());
        var random = new RandomStream(1, 0, 0);
        var elements = plan.Elements<float>(x);
        for (var i = 0; i < elements.Length; i++) elements[i] = (float)random.Uniform((ulong)i);
        return plan;
    }

    // In this process, since a build of its own needs packages that are not this project's.
    private sealed class Settings : ManualConfig
    {
        public Settings() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
