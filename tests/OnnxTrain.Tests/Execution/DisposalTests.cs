using System.Numerics.Tensors;
using OnnxTrain.Kernels;
using OnnxTrain.Tests.Training;

namespace OnnxTrain.Tests.Execution;

/// <summary>
/// An object that is disposed while another thread uses it ends that use by <see cref="ObjectDisposedException"/>, and never harms memory.
/// </summary>
public sealed class DisposalTests
{
    private const int Rounds = 40;

    [Fact]
    public void A_trainer_that_fits()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var model = Spirals.NewModel();
            var trainer = new Trainer(model, new Adam(), options: new() { BatchSize = 16, AverageDecay = round % 2 == 0 ? 0.9 : null });
            Hammer(round, () => trainer.Fit(Spirals.Data(200), epochs: 1_000_000, validation: Spirals.Data(50)), trainer);
            Assert.True(model.IsFinite);
            Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Spirals.Data(20), epochs: 1));
        }
    }

    [Fact]
    public void A_trainer_that_reports()
    {
        var trainer = new Trainer(Spirals.NewModel(), new Adam());
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Spirals.Data(100), epochs: 50, progress: new Told(trainer.Dispose)));
    }

    [Fact]
    public void A_trainer_fits_once_at_a_time()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam());
        Exception? inner = null;
        trainer.Fit(
            Spirals.Data(20), epochs: 1,
            progress: new Told(() => inner = Record.Exception(() => trainer.Fit(Spirals.Data(20), epochs: 1))));
        Assert.IsType<InvalidOperationException>(inner);
    }

    [Fact]
    public void A_function_that_runs()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 64]);
        var y = (x.MatMul(x.Transpose(1, 0)) * 2).Relu().Sum();
        for (var round = 0; round < Rounds; round++)
        {
            var function = new Function([x], [y]);
            Hammer(round, () => Again(i => function.Run(Tensor.Create(new float[64 * (1 + (i % 9))], [1 + (i % 9), 64]))), function);
        }
    }

    /// <summary>Two threads at once get what each asked for.</summary>
    [Fact]
    public void Threads_that_run_a_function_take_turns()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch"]);
        using var function = new Function([x], [x * x]);
        Parallel.For(
            0, 2000,
            i =>
            {
                var rows = 1 + (i % 3);
                Assert.Equal(
                    Enumerable.Repeat((double)i * i, rows),
                    function.Run(Tensor.Create(Enumerable.Repeat((double)i, rows).ToArray(), [rows]))[0]);
            });
    }

    [Fact]
    public void A_sampler_that_runs()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var machine = new RestrictedBoltzmannMachine(32, 16);
            _ = new Model(machine, Value.Input("x", ElementType.Float32, ["batch", 32]));
            var sampler = new GibbsSampler(machine);
            Hammer(round, () => Again(_ => sampler.Run(Tensor.Create(new float[32 * 4], [4, 32]), steps: 3)), sampler);
        }
    }

    [Fact]
    public void A_plan_that_runs()
    {
        var x = Value.Input("x", ElementType.Float32, [128, 128]);
        for (var round = 0; round < Rounds; round++)
        {
            var plan = new Plan(new([x], [x.MatMul(x).Tanh()]), new Dictionary<string, long>());
            Hammer(round, () => Again(_ => plan.Run()), plan);
        }
    }

    [Fact]
    public void A_writer_that_writes()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-writer-");
        try
        {
            for (var round = 0; round < 10; round++)
            {
                var writer = new TensorBoardWriter(folder.FullName);
                Hammer(round, () => Again(i => writer.Write("loss", i, 1)), writer);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What is owned is freed once, after the last use and not before.</summary>
    [Fact]
    public void The_last_use_frees()
    {
        for (var round = 0; round < 200; round++)
        {
            var (freed, inUse) = (0, 0);
            var lifetime = new Lifetime(this, () =>
            {
                Assert.Equal(0, Volatile.Read(ref inUse));
                Interlocked.Increment(ref freed);
            });
            Parallel.For(0, 16, i =>
            {
                if (i == 9) lifetime.Close();
                try
                {
                    using var use = lifetime.Enter();
                    Interlocked.Increment(ref inUse);
                    Thread.SpinWait(50);
                    Interlocked.Decrement(ref inUse);
                }
                catch (ObjectDisposedException)
                {
                }
            });
            lifetime.Close();
            Assert.Equal(1, freed);
        }
    }

    private static void Hammer(int round, Action use, IDisposable disposable)
    {
        Exception? ending = null;
        var thread = new Thread(() => ending = Record.Exception(use));
        thread.Start();
        Thread.Sleep(round % 8);
        disposable.Dispose();
        disposable.Dispose();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)));
        Assert.IsType<ObjectDisposedException>(ending);
    }

    private static void Again(Action<int> action)
    {
        for (var i = 0; i < 10_000_000; i++) action(i);
    }

    private sealed class Told(Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act();
    }
}
