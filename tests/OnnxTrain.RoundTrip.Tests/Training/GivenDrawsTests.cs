using OnnxTrain.Kernels;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// With <see cref="RandomSource.Inputs"/> masks and noise are inputs: given those that the library draws, the steps are the library's.
/// </summary>
public class GivenDrawsTests
{
    private const int Steps = 20;
    private const double Rate = 0.3;

    [Fact]
    public void Masks_of_dropout_are_inputs() => Agree(
        () => StepModels.Perceptron(new Sequential(new Dropout(Rate), new Linear(16, 16), new Dropout(Rate))), ["2.0.keep", "2.2.keep"]);

    [Fact]
    public void Masks_of_channels_are_inputs() => Agree(() => StepModels.Convolutional(new Dropout2d(Rate)), ["4.keep"]);

    [Fact]
    public void Noise_is_an_input() => Agree(() => StepModels.Perceptron(new GaussianNoise(0.2)), ["2.normal"]);

    [Fact]
    public void Two_masks_of_one_module_have_names_of_their_own() =>
        Agree(() => StepModels.Perceptron(new Twice()), ["2.keep", "2.keep_2"]);

    private static void Agree(Func<Model> make, string[] names)
    {
        var model = make();
        using var folder = new TemporaryFolder();
        using var trainer = new Trainer(model, new Sgd(0.05) { Momentum = 0.9 }, options: new() { Seed = 5 });
        var files = trainer.ExportTraining(folder["files"], new() { Random = RandomSource.Inputs, Opset = 17 });
        using var session = new OrtRunner(files.Training, threads: 1);
        Assert.Equal(
            names, session
                .Inputs.Select(i => i.Name)
                .Where(name => name.Contains("keep", StringComparison.Ordinal) || name.Contains("normal", StringComparison.Ordinal)));
        Assert.DoesNotContain(session.Inputs, input => input.Name is "seed" or "step");
        var variables = StepRun.Initial(files);
        using var step = new TrainingStep<float>(model, trainer.Loss, trainer.Optimizer);
        step.State.Seed = trainer.Options.Seed;
        for (var i = 1; i <= Steps; i++)
        {
            var batch = new StepBatch(model, step, i);
            var loss = step.Run(trainer.Optimizer.LearningRate).Loss;
            var draws = names.Select(
                (name, stream) => (name, Draw(session.Inputs.Single(input => input.Name == name), trainer.Options.Seed, i, (uint)stream)));
            var other = StepRun.Advance(
                session, variables,
                [.. batch.Feeds(session, trainer.Optimizer.LearningRate, i, trainer.Options.Seed), .. draws]);
            Assert.InRange(Math.Abs(loss - other) / Math.Abs(loss), 0, 1e-5);
        }

        foreach (var variable in ModelWeights.Variables(model))
            Assert.Equal(
                variable.ToTensor<float>().ToArray(), variables[variable.Name].As<float>().ToArray(),
                (a, b) => Math.Abs(a - b) <= 1e-4 * Math.Max(1, Math.Abs(a)));
    }

    /// <summary>What the library draws: a word for each element, and for two normal numbers one pair of words, by Box and Muller.</summary>
    private static TensorData Draw(OnnxTensorInfo input, ulong seed, int step, uint stream)
    {
        var shape = input.Shape.With(0, StepCase.Batch);
        var words = new uint[(shape.ElementCount + 3) / 4 * 4];
        new RandomStream(seed, (ulong)step, stream).Words(0, words);
        var count = (int)shape.ElementCount;
        if (input.ElementType == "bool")
            return TensorData.Of<bool>([.. words.Take(count).Select(word => word >= Rate * 4294967296.0)], shape);
        var normals = new List<float>();
        foreach (var pair in words.Chunk(2))
        {
            var (radius, angle) = (Math.Sqrt(-2 * Math.Log(((pair[0] >> 8) + 1) / 16777216.0)), 2 * Math.PI * (pair[1] >> 8) / 16777216.0);
            normals.AddRange([(float)(radius * Math.Cos(angle)), (float)(radius * Math.Sin(angle))]);
        }

        return TensorData.Of<float>([.. normals.Take(count)], shape);
    }

    private sealed class Twice : Module
    {
        public override Value Forward(Value x) => x.Dropout(Rate) + x.Dropout(Rate);
    }
}
