using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>A trainer whose steps run in ONNX Runtime trains as one whose steps the library runs.</summary>
public class OrtBackendTests
{
    private const int Rows = 50; // the last batch of an epoch is smaller than the others

    public static TheoryData<string> Cases => [.. StepCase.Models.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void A_run_is_that_of_the_library(string name)
    {
        var (native, other) = (Run(name, TrainingBackend.Native), Run(name, new OrtBackend()));
        Same(native, other);
    }

    [Fact]
    public void Gradients_are_added_up_over_several_batches()
    {
        Func<Model, TrainingBackend, Trainer> trainer = (m, backend) =>
            new(m, new Adam(5e-3), options: new()
            {
                Seed = 2, BatchSize = 8, AccumulationSteps = 3, Backend = backend, AverageDecay = 0.9, ClipNorm = 1,
            });
        Same(Run("mlp with dropout", TrainingBackend.Native, trainer), Run("mlp with dropout", new OrtBackend(), trainer));
    }

    [Fact]
    public void An_epoch_is_diagnosed()
    {
        Func<Model, TrainingBackend, Trainer> trainer = (m, backend) =>
            new(m, new Sgd(0.05) { Momentum = 0.9 }, options: new()
            {
                Seed = 2, BatchSize = 8, Diagnose = true, Backend = backend,
            });
        var (native, other) = (Run("mlp", TrainingBackend.Native, trainer), Run("mlp", new OrtBackend(), trainer));
        Same(native, other);
        foreach (var (a, b) in native.History.Epochs[^1].Layers.Zip(other.History.Epochs[^1].Layers))
            Assert.Equal(a.GradientNorm, b.GradientNorm, 1e-5);
    }

    [Fact]
    public void A_table_is_trained_on_what_preprocessing_makes_of_it()
    {
        Same(Run(TrainingBackend.Native), Run(new OrtBackend()));

        static (Model, History) Run(TrainingBackend backend)
        {
            var table = Models.Tables.Penguins();
            var model = TabularModel.Classifier(table, "species", hidden: [16]);
            using var trainer = new Trainer(model, new Adam(5e-3), options: new() { Seed = 2, Backend = backend });
            return (model, trainer.Fit(table, epochs: 3, validation: table));
        }
    }

    [Fact]
    public void A_model_of_float64_is_trained()
    {
        var (native, other) = (Losses(TrainingBackend.Native), Losses(new OrtBackend()));
        foreach (var (a, b) in native.Zip(other)) Assert.Equal(a, b, 1e-12);

        static double[] Losses(TrainingBackend backend)
        {
            var network = new Sequential(new Linear(8, 16), new Tanh(), new Dropout(0.2), new Linear(16, 5));
            var model = Model.Classifier(network, Value.Input("x", ElementType.Float64, ["batch", 8]), 5);
            using var step = new TrainingStep<double>(model, new CrossEntropyLoss(), new Adam(1e-2), new() { Backend = backend });
            step.Prepare(6);
            step.Upload();
            return [.. Enumerable.Range(0, 20).Select(_ =>
            {
                for (var i = 0; i < step.Features(0).Length; i++) step.Features(0)[i] = Math.Sin(i);
                for (var i = 0; i < 6; i++) step.Labels[i] = i % 5;
                return step.Run(1e-2).Loss;
            })];
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_checkpoint_goes_on_by_another_backend(bool nativeFirst)
    {
        const string name = "cnn with batch normalization and max pooling";
        using var folder = new TemporaryFolder();
        var (first, second) = nativeFirst
            ? (TrainingBackend.Native, (TrainingBackend)new OrtBackend())
            : (new OrtBackend(), TrainingBackend.Native);
        var whole = Run(name, TrainingBackend.Native);
        Run(name, first, Checkpointed, epochs: 2);
        Same(whole, Run(name, second, Checkpointed));

        Trainer Checkpointed(Model model, TrainingBackend backend) =>
            new(model, new Adam(5e-3), options: new()
            {
                Seed = 2, BatchSize = 8, Backend = backend, Checkpoint = new(folder["run"]) { Resume = backend == second },
            });
    }

    [Fact]
    public void A_provider_that_is_not_there_is_an_error()
    {
        if (Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
            return;
        Assert.Contains(
            "CUDA",
            Assert.Throws<ExecutionProviderException>(() => Run("mlp", new OrtBackend(ExecutionProvider.Cuda))).Message,
            StringComparison.Ordinal);
    }

    private static (Model Model, History History) Run(
        string name, TrainingBackend backend, Func<Model, TrainingBackend, Trainer>? trainer = null, int epochs = 4)
    {
        var model = StepCase.Models[name]();
        trainer ??= (m, b) => new(m, new Adam(5e-3), options: new() { Seed = 2, BatchSize = 8, Backend = b });
        using var made = trainer(model, backend);
        var data = Data(model);
        return (model, made.Fit(data, epochs, validation: data));
    }

    private static Dataset Data(Model model)
    {
        var random = new Random(1);
        var shape = model.Inputs[0].Shape.With(0, Rows);
        var features = Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
        var tensor = System.Numerics.Tensors.Tensor.Create(features, Array.ConvertAll(shape.Sizes(), size => (nint)size));
        if (model.Output.Rank > 2)
            return new(
                tensor,
                System.Numerics.Tensors.Tensor.Create([.. Enumerable.Range(0, Rows * 63).Select(_ => (float)random.Next(5))], [Rows, 7, 9])
            );
        return model.Task == ModelTask.Classification
            ? new(tensor, Enumerable.Range(0, Rows).Select(_ => random.Next(5)).ToArray(), 5)
            : new(tensor, tensor);
    }

    private static void Same((Model Model, History History) native, (Model Model, History History) other)
    {
        foreach (var (a, b) in native.History.Epochs.Zip(other.History.Epochs))
        {
            Assert.Equal(a.TrainingLoss, b.TrainingLoss, 1e-5 * a.TrainingLoss);
            Assert.Equal(a.ValidationLoss!.Value, b.ValidationLoss!.Value, 1e-5 * a.ValidationLoss.Value);
            Assert.Equal(a.TrainingMetric, b.TrainingMetric);
        }

        foreach (var (a, b) in ModelWeights.Variables(native.Model).Zip(ModelWeights.Variables(other.Model)))
            Assert.All(
                a.ToTensor<float>().ToArray().Zip(b.ToTensor<float>().ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
