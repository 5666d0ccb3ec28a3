using OnnxTrain.RoundTrip.Tests.Verification;
using OnnxTrain.Tests;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>A schedule in the file is the trainer's, counted in steps or epochs; what a table of factors cannot be is refused.</summary>
public sealed class ScheduledStepTests : IDisposable
{
    private const int Epochs = 5;

    private static readonly TrainingExportOptions Length = new() { Epochs = Epochs, StepsPerEpoch = StepRows.StepsPerEpoch };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Schedules => [.. All.Keys];

    private static Dictionary<string, Func<LearningRateSchedule>> All { get; } = new()
    {
        ["step, in epochs"] = () => new StepSchedule(2, 0.1),
        ["step, in steps"] = () => new StepSchedule(3, 0.5) { Unit = ScheduleUnit.Step },
        ["one cycle"] = () => new OneCycleSchedule(20) { Unit = ScheduleUnit.Step },
        ["cosine after a warm-up"] = () => new WarmUpSchedule(2, new CosineSchedule(3)),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Schedules))]
    public void A_schedule_is_part_of_the_step(string schedule)
    {
        var (with, without) = (Difference(All[schedule](), Length), Difference(All[schedule](), Length, isWritten: false));
        Assert.InRange(with, 0, 1e-5);
        Assert.InRange(without, 1e-3, double.PositiveInfinity);
    }

    /// <summary>Rate 0.1 of 1, 1, 0.5, 0.5, 0.25, 0.25 and so on: after 6 steps the factor of the last stays.</summary>
    [Fact]
    public void The_last_factor_stays()
    {
        var model = new Model(new Sequential(new Linear(1, 1, bias: false)), Value.Input("x", ElementType.Float32, ["batch", 1]));
        using var trainer = new Trainer(model, new Sgd(0.1), new MseLoss(), new() { Schedule = new StepSchedule(1, 0.5) });
        var files = trainer.ExportTraining(_folder["files"], new() { Epochs = 3, StepsPerEpoch = 2 });
        using var session = new OrtRunner(files.Training);

        // L = (w x − t)² with w = 0, x = 1 and t = −½ has the gradient 1: a step leaves minus the rate.
        double[] rates = [.. new long[] { 1, 2, 3, 4, 5, 6, 7, 1000 }.Select(Rate)];

        Assert.Equal([0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025, 0.025], rates, (a, b) => Math.Abs(a - b) < 1e-8);

        double Rate(long step)
        {
            var variables = new Dictionary<string, TensorData> { ["0.weight"] = TensorData.Of<float>([0], [1, 1]) };
            StepRun.Advance(session, variables,
            [
                ("x", TensorData.Of<float>([1], [1, 1])), ("target", TensorData.Of<float>([-0.5f], [1, 1])),
                ("learning_rate", TensorData.Scalar(0.1, ElementType.Float32)), ("step", TensorData.Of<long>([step], [])),
            ]);
            return -variables["0.weight"].As<float>()[0];
        }
    }

    [Fact]
    public void A_schedule_without_its_length_is_refused()
    {
        Refuses(new StepSchedule(2, 0.1), null, "StepSchedule", "Epochs", "StepsPerEpoch");
        Refuses(new StepSchedule(2, 0.1), new() { Epochs = 3 }, "StepsPerEpoch");
        Refuses(new StepSchedule(2, 0.1), new() { StepsPerEpoch = 3 }, "Epochs");
    }

    [Fact]
    public void The_table_of_a_step_of_float32_is_float32()
    {
        using var folder = new TemporaryFolder();
        using var trainer = new Trainer(StepModels.Perceptron(), new Adam(), options: new() { Schedule = new StepSchedule(2) });
        var graph = Onnx.OnnxFile.Read(trainer.ExportTraining(folder["files"], new() { Epochs = 2, StepsPerEpoch = 3 }).Training).Graph;
        Assert.Contains(graph.Initializer, t => t.DataType == (int)Onnx.TensorProto.Types.DataType.Float && t.Dims.SequenceEqual([7L]));
        Assert.DoesNotContain(graph.Initializer, t => t.DataType == (int)Onnx.TensorProto.Types.DataType.Double);
    }

    [Fact]
    public void An_optimizer_that_counts_in_float64_of_its_own_is_told_what_would_do()
    {
        using var folder = new TemporaryFolder();
        using var trainer = new Trainer(StepModels.Perceptron(), new Counting());
        Assert.Contains(
            "Float64Counters",
            Assert.Throws<ExportException>(() => trainer.ExportTraining(folder["files"])).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["files"]));
        Assert.NotEmpty(trainer.ExportTraining(folder["files"], new() { Float64Counters = true }).Variables);
    }

    [Fact]
    public void A_schedule_that_depends_on_losses_is_refused() =>
        Refuses(new PlateauSchedule(0.5, 2), new() { Epochs = 10, StepsPerEpoch = 3 }, "PlateauSchedule", "losses", "learning_rate");

    [Fact, InvariantCulture]
    public void A_table_that_would_be_too_long_is_refused() =>
        Refuses(new StepSchedule(2, 0.1), new() { Epochs = 100_000, StepsPerEpoch = 1000 }, "100,000,000 steps");

    private void Refuses(LearningRateSchedule schedule, TrainingExportOptions? options, params string[] words)
    {
        using var trainer = new Trainer(StepModels.Perceptron(), new Adam(1e-3), options: new() { Schedule = schedule });
        var refused = Assert.Throws<ExportException>(() => trainer.ExportTraining(_folder["refused"], options));
        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_folder["refused"]));
    }

    /// <summary>How far a run of the library with a schedule and one of a file, with or without it, come apart.</summary>
    private double Difference(LearningRateSchedule schedule, TrainingExportOptions options, bool isWritten = true)
    {
        var (model, other, rows) = (StepModels.Perceptron(), StepModels.Perceptron(), StepRows.Classes());
        using var trainer = Trainer(model, schedule);
        using var run = new FitRun(trainer, rows, VerificationData.Of(model, rows), Epochs, options);
        if (isWritten) return run.Difference(model);
        using var plain = Trainer(other, null);
        plain.Fit(rows, Epochs);
        return run.Difference(other);
    }

    private static Trainer Trainer(Model model, LearningRateSchedule? schedule) =>
        new(model, new Sgd(0.2), options: new() { Seed = 7, BatchSize = StepRows.Batch, Sampling = Sampling.InOrder, Schedule = schedule });

    /// <summary>Adds up the squares of all gradients.</summary>
    private sealed class Counting() : Optimizer(0.1)
    {
        public override Value Update(Value parameter, Value gradient, OptimizerState state)
        {
            var sum = state.Scalar("sum", before => before + (gradient * gradient).Sum().Cast(ElementType.Float64));
            return parameter - (state.LearningRate * gradient / (1 + sum.Sqrt()).Cast(ElementType.Float32));
        }
    }
}
