using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// What a trainer computes, it computes by its backend: steps, validation and the search of a rate; and what is frozen stays there too.
/// </summary>
public class BackendUseTests
{
    public static TheoryData<string> Optimizers => [.. StepCase.Optimizers.Keys];

    /// <summary>A loss that ONNX Runtime refuses in validation alone would be told; one that runs gives the native numbers.</summary>
    [Fact]
    public void Validation_and_the_range_test_run_on_the_backend()
    {
        var results = ((TrainingBackend[])[TrainingBackend.Native, new OrtBackend()])
            .Select(backend =>
            {
                using var trainer = new Trainer(StepModels.Convolutional(), new Adam(1e-3), options: new()
                {
                    BatchSize = 8, Seed = 2, Backend = backend, AverageDecay = 0.5,
                });
                var curve = new LearningRateRangeTest { Steps = 12, Highest = 1e-2 }.Run(trainer, Images(24));
                var before = trainer.Model.Trained.Snapshot();
                var history = trainer.Fit(Images(24), epochs: 3, validation: Images(9));
                Assert.NotEqual(before, trainer.Model.Trained.Snapshot());
                return (
                    Losses: curve.Points.Select(p => p.Loss).ToArray(),
                    Epochs: history.Epochs.Select(e => (e.ValidationLoss!.Value, e.ValidationMetric!.Value)).ToArray());
            })
            .ToArray();
        Assert.Equal(12, results[0].Losses.Length);
        Assert.All(results[0].Losses.Zip(results[1].Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(results[0].Epochs.Zip(results[1].Epochs), pair => Assert.Equal(pair.First.Item1, pair.Second.Item1, 1e-4));
        Assert.All(results[0].Epochs.Zip(results[1].Epochs), pair => Assert.Equal(pair.First.Item2, pair.Second.Item2, 0.12));

        // The numbers are not the library's own to the last bit, so that they cannot have come from its kernels.
        Assert.NotEqual(results[0].Epochs, results[1].Epochs);
    }

    [Fact]
    public void Evaluation_runs_on_the_backend()
    {
        var table = Features.FeatureCases.Table;
        var model = DataModel.Create(
            table, [new NumberFeature("n"), new CategoryFeature("c")], [new ClassTarget("kind"), new NumberTarget("price")]);
        var (native, other) = (model.EvaluateTargets(table), model.EvaluateTargets(table, new OrtBackend()));
        foreach (var (target, predictions) in native)
        {
            Assert.Equal(predictions.RowCount, other[target].RowCount);
            foreach (var (mine, its) in predictions.Outputs.ToArray().Zip(other[target].Outputs.ToArray()))
                Assert.Equal(mine, its, 1e-5 * (1 + Math.Abs(mine)));
        }

        var one = TabularModel.Regressor(table.Without("i"), "price");
        var counted = new CountedBackend();
        Assert.Equal(one.Evaluate(table).Outputs, one.Evaluate(one.Encode(table), counted).Outputs);
        Assert.Equal(1, counted.Count);
    }

    private sealed class CountedBackend : TrainingBackend
    {
        public override string Name => "counted";

        public int Count { get; private set; }

        internal override IStepEngine Start(VariableBlock parameters, OnnxTrain.Kernels.StepState state)
        {
            Count++;
            return Native.Start(parameters, state);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void What_is_frozen_stays_to_the_bit(string name)
    {
        for (var bits = 0; bits < 8; bits++)
        {
            var model = StepModels.Convolutional();
            var frozen = model
                .Parameters.Concat(model.Buffers)
                .Where(v => v.Name.StartsWith("0.", StringComparison.Ordinal) || v.Name.StartsWith("1.", StringComparison.Ordinal))
                .ToList();
            Assert.NotEmpty(frozen);
            var before = frozen.Select(v => v.Bytes.ToArray()).ToList();
            using var trainer = new Trainer(model, StepCase.Optimizers[name](), options: new()
            {
                BatchSize = 6,
                Backend = new OrtBackend(),
                Penalty = new WeightPenalty { L2 = 0.1, Applies = _ => true },
                Constraint = (bits & 1) > 0 ? new NormLimit(0.5) : null,
                AverageDecay = (bits & 2) > 0 ? 0.9 : null,
                ClipNorm = 1,
                AccumulationSteps = (bits & 4) > 0 ? 2 : 1,
                Groups = [new(n => frozen.Exists(f => f.Name == n)) { RateFactor = 0, WeightDecay = 0.5 }],
            });
            trainer.Fit(Images(18), epochs: 2);
            Assert.All(
                frozen.Zip(before),
                pair => Assert.True(pair.First.Bytes.SequenceEqual(pair.Second), $"{name} {bits}: {pair.First.Name}"));
        }
    }

    /// <summary>L-BFGS is one graph as well, so ONNX Runtime takes the same steps.</summary>
    [Fact]
    public void A_rule_of_all_parameters_gives_the_same_run()
    {
        var losses = ((TrainingBackend[])[TrainingBackend.Native, new OrtBackend()])
            .Select(backend =>
            {
                var model = new Model(
                    new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2)), Value.Input("x", ElementType.Float64, ["batch", 3]));
                using var trainer = new Trainer(model, new Lbfgs(), options: new()
                {
                    Sampling = Sampling.FullBatch, Backend = backend,
                    Groups = [new(n => n == "0.bias") { RateFactor = 0 }],
                });
                return trainer.Fit(new Dataset(Numbers(10, 3), Numbers(10, 2)), epochs: 12).Epochs.Select(e => e.TrainingLoss).ToArray();
            })
            .ToArray();
        Assert.All(losses[0].Zip(losses[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
        Assert.True(losses[0][^1] < losses[0][0]);
    }

    /// <summary>A file cannot refuse a batch; a single number leaves the running variance finite there.</summary>
    [Fact]
    public void A_single_row_leaves_finite_statistics_in_a_file()
    {
        using var folder = new TemporaryFolder();
        var network = new Sequential(new Linear(2, 3), new BatchNorm1d(3));
        using var trainer = new Trainer(new Model(network, Value.Input("x", ElementType.Float32, ["batch", 2])), new Sgd(0.1));
        var files = trainer.ExportTraining(folder["files"]);
        using var session = new OrtRunner(files.Training);
        var variables = StepRun.Initial(files);
        var given = new Dictionary<string, TensorData>(variables)
        {
            ["x"] = TensorData.Of<float>([1, 2], [1, 2]),
            ["target"] = TensorData.Of<float>([0, 0, 0], [1, 3]),
            ["learning_rate"] = TensorData.Of<float>([0.1f], []),
        };
        var results = session.Run([.. session.Inputs.Select(i => (i.Name, given[i.Name]))]);
        Assert.All(
            results.Where(r => r.Type.ElementType == ElementType.Float32),
            r => Assert.All(r.As<float>().ToArray(), v => Assert.True(float.IsFinite(v))));
    }

    private static Dataset Images(int rows) => StepRowsOf(rows);

    private static Dataset StepRowsOf(int rows)
    {
        var shape = StepModels.Convolutional().Features[0].Shape;
        long[] sizes = [rows, .. shape.Skip(1).Select(d => d.Size)];
        var pixels = Enumerable.Range(0, (int)sizes.Aggregate((a, b) => a * b)).Select(i => MathF.Sin(i * 0.37f)).ToArray();
        return new(Tensor.Create(pixels, [.. sizes.Select(s => (nint)s)]), [.. Enumerable.Range(0, rows).Select(i => i % 5)], 5);
    }

    private static Tensor<float> Numbers(int rows, int columns) =>
        Tensor.Create(Enumerable.Range(0, rows * columns).Select(i => MathF.Sin(i + columns)).ToArray(), [rows, columns]);
}
