using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Steps of models that are no plain network: several inputs, further outputs, losses that sample and remember.</summary>
public class UnusualStepTests
{
    [Fact]
    public void A_model_with_two_inputs()
    {
        var model = new Model(
            new Joined(), Value.Input("left", ElementType.Float32, ["batch", 8]), Value.Input("right", ElementType.Float32, ["batch", 3]));
        var (rows, random) = (StepRows.Numbers(), new Random(2));
        var right = Tensor.Create([.. Enumerable.Range(0, StepRows.Count * 3).Select(_ => random.NextSingle())], [StepRows.Count, 3]);
        Agree(model, new([rows.Features[0], right], rows.Targets!));
    }

    /// <summary>The file for predictions yields it too, from variables that the loss does not depend on.</summary>
    [Fact]
    public void A_model_with_an_output_beside_the_loss()
    {
        var (model, rows) = (Model.Classifier(new Exposing(), Value.Input("x", ElementType.Float32, ["batch", 8]), 5), StepRows.Classes());
        using var folder = new TemporaryFolder();
        using (var trainer = new Trainer(model, new Adam(1e-3)))
        {
            var files = trainer.ExportTraining(folder["files"]);
            var variables = StepRun.Initial(files);
            using var session = new OrtRunner(files.Inference);
            var results = session.Run(
                [
                    ("x", TensorData.Of<float>(new float[16], [2, 8])),
                    .. variables.Where(v => session.Inputs.Any(i => i.Name == v.Key)).Select(v => (v.Key, v.Value)),
                ],
                ["aside"]);
            Assert.Equal(new TensorType(ElementType.Float32, [2, 3]), results[0].Type);
        }

        Agree(model, rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_loss_that_samples_and_remembers(int chains)
    {
        var machine = new RestrictedBoltzmannMachine(8, 4);
        var model = new Model(machine, Value.Input("x", ElementType.Float32, ["batch", 8]));
        var pixels = Tensor.Create([.. Enumerable.Range(0, StepRows.Count * 8).Select(i => (float)(i % 3 % 2))], [StepRows.Count, 8]);
        Agree(model, new(pixels, pixels), new ContrastiveDivergenceLoss(machine) { PersistentChains = chains });
    }

    private static void Agree(Model model, Dataset rows, Loss? loss = null)
    {
        using var trainer = new Trainer(
            model, new Sgd(0.1), loss, new() { Seed = 3, BatchSize = StepRows.Batch, Sampling = Sampling.InOrder });
        using var run = new FitRun(trainer, rows, VerificationData.Of(model, rows), epochs: 3);
        Assert.InRange(run.Difference(model), 0, 1e-5);
        Assert.True(run.Losses[^1] < run.Losses[0]);
    }

    private sealed class Joined : Module
    {
        private readonly Linear _left = new(8, 5), _right = new(3, 5);

        public override Value Forward(params Value[] inputs) => inputs[0].Apply(_left) + inputs[1].Apply(_right);
    }

    private sealed class Exposing : Module
    {
        private readonly Linear _main = new(8, 5), _aside = new(8, 3);
        private readonly BatchNorm1d _norm = new(3);

        public override Value Forward(Value x)
        {
            Expose("aside", x.Apply(_aside).Apply(_norm));
            return x.Apply(_main);
        }
    }
}
