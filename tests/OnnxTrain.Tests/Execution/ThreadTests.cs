namespace OnnxTrain.Tests.Execution;

/// <summary>The same bits for every number of threads, and no allocation in a step.</summary>
[Collection(nameof(Alone))]
public sealed class ThreadTests : IDisposable
{
    private readonly int _threads = Parallelism.MaxThreads;

    public void Dispose() => Parallelism.MaxThreads = _threads;

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var step = new Step(seed: 1);
        Parallelism.MaxThreads = 1;
        var alone = step.Run();
        for (var round = 0; round < 20; round++)
        {
            foreach (var threads in (int[])[2, 3, 4, 1])
            {
                Parallelism.MaxThreads = threads;
                Assert.Equal(alone, step.Run());
            }
        }
    }

    [Fact]
    public void Four_threads_run_plans_at_once()
    {
        Parallelism.MaxThreads = 1;
        Step[] steps = [.. Enumerable.Range(0, 4).Select(seed => new Step(seed))];
        float[][] alone = [.. steps.Select(step => step.Run())];
        Parallelism.MaxThreads = 4;
        var wrong = 0;
        Thread[] threads = [.. steps.Select((step, i) => new Thread(() =>
        {
            for (var round = 0; round < 150; round++)
            {
                if (!step.Run().AsSpan().SequenceEqual(alone[i])) Interlocked.Increment(ref wrong);
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        foreach (var step in steps) step.Dispose();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Short_loops_are_shared_and_taken_back_many_times()
    {
        // Chunks of one element, in place: one that runs twice, or never, shows.
        Parallelism.MaxThreads = 4;
        var wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            var cells = new int[8];
            var loop = new OnnxTrain.Kernels.ParallelLoop(8, 1, (from, to) => cells[from]++);
            for (var round = 1; round <= 100_000; round++)
            {
                loop.Run();
                if (Array.TrueForAll(cells, c => c == round)) continue;
                Interlocked.Increment(ref wrong);
                return;
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void An_exception_in_a_loop_reaches_the_caller_and_the_next_run_works()
    {
        Parallelism.MaxThreads = 4;
        var fail = true;
        var done = 0;
        var loop = new OnnxTrain.Kernels.ParallelLoop(16, 1, (from, _) =>
        {
            if (fail && from == 11) throw new InvalidOperationException("eleven");
            Interlocked.Increment(ref done);
        });
        Assert.Equal("eleven", Assert.Throws<InvalidOperationException>(loop.Run).Message);
        (fail, done) = (false, 0);
        loop.Run();
        Assert.Equal(16, done);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        Parallelism.MaxThreads = threads;
        using var step = new Step(seed: 1);
        for (var i = 0; i < 30; i++) step.Plan.Run();
        var own = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) step.Plan.Run();
        Assert.Equal(own, GC.GetAllocatedBytesForCurrentThread());

        // Of all threads: the test host's own allocate now and then, so steps are watched one by one until one is quiet.
        var least = long.MaxValue;
        for (var i = 0; i < 500 && least > 0; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            step.Plan.Run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Softmax_along_a_long_outer_axis_allocates_nothing()
    {
        var x = Value.Input("x", ElementType.Float32, [3000, 2]);
        using var plan = new Plan(new([x], [x.Softmax(0), x.LogSoftmax(0)]), new Dictionary<string, long>());
        plan.Run();
        var own = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) plan.Run();
        Assert.Equal(own, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>A network large enough for several threads, its loss and gradients.</summary>
    private sealed class Step : IDisposable
    {
        private readonly Value[] _gradients;

        public Step(int seed)
        {
            Value x = Value.Input("x", ElementType.Float32, ["batch", 40]),
                labels = Value.Input("labels", ElementType.Int64, ["batch"]);
            Value w1 = Value.Input("w1", ElementType.Float32, [300, 40]),
                b1 = Value.Input("b1", ElementType.Float32, [300]), w2 = Value.Input("w2", ElementType.Float32, [10, 300]);
            var hidden = x.Linear(w1, b1).Dropout(0.2).Tanh();
            var scaled = (hidden * 0.5).Softmax(0) + hidden.Elu();
            var loss = scaled.Linear(w2).SoftmaxCrossEntropy(labels).Mean();
            _gradients = [loss, .. loss.Gradient(x, w1, b1, w2)];
            Plan = new(new([x, labels, w1, b1, w2], _gradients), new Dictionary<string, long> { ["batch"] = 200 });
            var random = new Random(seed);
            foreach (var input in (Value[])[x, w1, b1, w2])
            {
                foreach (ref var e in Plan.Elements<float>(input)) e = (float)(random.NextDouble() - 0.5);
            }

            foreach (ref var label in Plan.Elements<long>(labels)) label = random.Next(10);
        }

        public Plan Plan { get; }

        public float[] Run()
        {
            Plan.Run();
            return [.. _gradients.SelectMany(g => Plan.Elements<float>(g).ToArray())];
        }

        public void Dispose() => Plan.Dispose();
    }
}
