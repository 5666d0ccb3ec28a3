using System.Numerics.Tensors;
using OnnxTrain.Tests.Optimizers;

namespace OnnxTrain.Tests.Training;

/// <summary>Frozen parameters and what belongs to them stay to the bit, and their gradients are not computed.</summary>
public sealed class FrozenTests
{
    private const int Rows = 24;

    public static TheoryData<string> OptimizerNames => [.. NewOptimizers.All.Keys];

    /// <summary>
    /// Each optimizer with each combination of penalty, constraint, mean, clipping and accumulation, frozen by a group and by StopGradient.
    /// </summary>
    [Theory]
    [MemberData(nameof(OptimizerNames))]
    public void What_is_frozen_stays_to_the_bit(string name)
    {
        for (var bits = 0; bits < 64; bits++)
        {
            var (byGroup, model) = ((bits & 32) > 0, NewModel((bits & 32) == 0));
            var frozen = Frozen(model);
            var before = frozen.Select(v => v.Bytes.ToArray()).ToList();
            var moving = model.Parameters.Except(frozen).Select(v => (v, v.Bytes.ToArray())).ToList();
            using var trainer = new Trainer(model, NewOptimizers.All[name](), options: new()
            {
                BatchSize = 8,
                Penalty = (bits & 1) > 0 ? new WeightPenalty { L1 = 0.01, L2 = 0.1, Applies = _ => true } : null,
                Constraint = (bits & 2) > 0 ? new NormLimit(0.1) : null,
                AverageDecay = (bits & 4) > 0 ? 0.9 : null,
                ClipNorm = (bits & 8) > 0 ? 0.1 : null,
                AccumulationSteps = (bits & 16) > 0 ? 2 : 1,
                Groups = byGroup ? [new(n => n.StartsWith("base", StringComparison.Ordinal)) { RateFactor = 0, WeightDecay = 0.5 }] : [],
            });
            trainer.Fit(Data(), epochs: 2);
            Assert.All(
                frozen.Zip(before),
                pair => Assert.True(pair.First.Bytes.SequenceEqual(pair.Second), $"{name} {bits}: {pair.First.Name}"));
            Assert.All(moving, m => Assert.False(m.v.Bytes.SequenceEqual(m.Item2), $"{name} {bits}: {m.v.Name}"));
        }
    }

    /// <summary>A frozen part is what it is after training: batch normalization takes its running statistics.</summary>
    [Fact]
    public void The_outputs_of_a_frozen_part_are_those_after_training()
    {
        var model = NewModel(stops: false);
        using var step = new TrainingStep<float>(
            model, new MseLoss(), new Sgd(0.1),
            new() { Groups = [new(n => n.StartsWith("base", StringComparison.Ordinal)) { RateFactor = 0 }] });
        Assert.DoesNotContain(step.Graph.Nodes, n => n.Op is BatchNormalizationOp or BatchNormalizationGradientOp or UnbiasedVarianceOp);
        var (loss, _) = step.Run(new BatchReader<float>(Data(), Rows, seed: null, prefetch: false).Read(), 0);
        using var validator = new Validator<float>(model, new MseLoss());
        Assert.Equal(validator.Run(Data()).Loss, loss, 1e-6);
    }

    [Fact]
    public void A_layer_that_learns_a_part_keeps_its_statistics_going()
    {
        var model = NewModel(stops: false);
        var mean = Frozen(model).Single(v => v.Name == "base.1.running_mean");
        using var trainer = new Trainer(model, new Sgd(0.1), options: new()
        {
            Groups = [new(n => n.StartsWith("base", StringComparison.Ordinal) && n != "base.1.bias") { RateFactor = 0 }],
        });
        trainer.Fit(Data(), epochs: 1);
        Assert.NotEqual(new float[4], mean.Elements<float>().ToArray());
    }

    /// <summary>
    /// With all but the last layer frozen nothing goes back through the others: the step has two matrix products more than a validation.
    /// </summary>
    [Fact]
    public void Gradients_of_what_is_frozen_are_not_computed()
    {
        var layers = Enumerable.Range(0, 6).SelectMany(_ => new Module[] { new Linear(8, 8), new Relu() }).ToArray();
        var model = new Model(new Sequential([.. layers, new Linear(8, 2)]), Value.Input("x", ElementType.Float32, ["batch", 8]));
        using var step = new TrainingStep<float>(
            model, new MseLoss(), new Adam(),
            new() { Groups = [new(n => !n.StartsWith("12", StringComparison.Ordinal)) { RateFactor = 0 }] });
        Assert.Equal(7 + 1, step.Graph.Nodes.Count(n => n.Op is GemmOp or MatMulOp));
        Assert.Equal((8 * 2) + 16, step.StateBlocks.Single(b => b.Whole.Name == "optimizer").Variables[0].Count);
        Assert.DoesNotContain(step.Graph.Updates, u => u.Variable.Name.Contains("0.", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_left_to_train_is_told()
    {
        using var trainer = new Trainer(
            NewModel(stops: false), new Adam(), options: new() { Groups = [new(_ => true) { RateFactor = 0 }] });
        Assert.Contains("frozen", Assert.Throws<ArgumentException>(() => trainer.Fit(Data(), epochs: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frozen_parameters_are_not_diagnosed()
    {
        using var trainer = new Trainer(NewModel(stops: true), new Adam(), options: new() { Diagnose = true });
        Assert.Equal(["head.weight", "head.bias"], trainer.Fit(Data(), epochs: 1).Epochs[0].Layers.Select(l => l.Name));
    }

    internal static Model NewModel(bool stops)
    {
        var model = new Model(new BaseAndHead(stops), Value.Input("x", ElementType.Float32, ["batch", 3]));
        model.Initialize(7);
        return model;
    }

    internal static List<Variable> Frozen(Model model) =>
        [.. model.Parameters.Concat(model.Buffers).Where(v => v.Name.StartsWith("base", StringComparison.Ordinal))];

    internal static Dataset Data()
    {
        var random = new OnnxTrain.Kernels.RandomStream(3, 0, 0);
        var numbers = Enumerable.Range(0, Rows * 5).Select(i => (float)random.Uniform((ulong)i) + 0.5f).ToArray();
        return new(Tensor.Create(numbers[..(Rows * 3)], [Rows, 3]), Tensor.Create(numbers[(Rows * 3)..], [Rows, 2]));
    }

    /// <summary>A part with batch normalization, with an affine form and without, which is to stay, and a last layer.</summary>
    private sealed class BaseAndHead(bool stops) : Module
    {
        private readonly Sequential _base = new(new Linear(3, 4), new BatchNorm1d(4), new Relu(), new BatchNorm1d(4, affine: false));
        private readonly Linear _head = new(4, 2);

        public override Value Forward(Value x)
        {
            var features = x.Apply(_base, "base");
            return (stops ? features.StopGradient() : features).Apply(_head, "head");
        }
    }
}
