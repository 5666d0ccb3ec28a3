using System.Numerics.Tensors;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>What goes wrong in a training by ONNX Runtime is told as by the library, and leaves the variables as the steps did.</summary>
public class OrtBackendErrorTests
{
    [Fact]
    public void A_batch_of_one_number_to_a_channel_is_refused_as_natively()
    {
        foreach (var backend in (TrainingBackend[])[TrainingBackend.Native, new OrtBackend()])
        {
            var network = new Sequential(new Linear(8, 16), new BatchNorm1d(16), new Linear(16, 5));
            using var trainer = new Trainer(
                Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 8]), 5), new Adam(), options: new()
            {
                BatchSize = 1, Backend = backend,
            });
            Assert.Contains(
                "no variance",
                Assert.Throws<ArgumentException>(() => trainer.Fit(Data(17), epochs: 1)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void After_an_exception_the_variables_are_as_the_steps_left_them()
    {
        var weights = ((TrainingBackend[])[TrainingBackend.Native, new OrtBackend()])
            .Select(backend =>
            {
                var model = StepModels.Perceptron();
                using var trainer = new Trainer(model, new Adam(0.01), options: new()
                {
                    BatchSize = 4, Backend = backend, Schedule = new Breaking { Unit = ScheduleUnit.Step },
                });
                Assert.Throws<InvalidOperationException>(() => trainer.Fit(Data(40), epochs: 1));
                return model.Parameters[0].ToTensor<float>().ToArray();
            })
            .ToArray();
        Assert.NotEqual(StepModels.Perceptron().Parameters[0].ToTensor<float>().ToArray(), weights[0]);
        Assert.All(weights[0].Zip(weights[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory, InlineData("target"), InlineData("learning_rate"), InlineData("seed"), InlineData("fetch/0")]
    public void Inputs_may_have_any_name(string name)
    {
        var network = new Sequential(new Linear(8, 16), new Dropout(0.1), new Linear(16, 5));
        using var trainer = new Trainer(
            Model.Classifier(network, Value.Input(name, ElementType.Float32, ["batch", 8]), 5), new Adam(), options: new()
        {
            Backend = new OrtBackend(),
        });
        Assert.True(double.IsFinite(trainer.Fit(Data(40), epochs: 1).Epochs[0].TrainingLoss));
    }

    [Fact]
    public void An_operator_that_the_runtime_lacks_is_told()
    {
        var network = new Sequential(new Linear(4, 8), new Lacking(), new Linear(8, 5));
        var model = Model.Classifier(network, Value.Input("x", ElementType.Float64, ["batch", 4]), 5);
        var message = Assert
            .Throws<NotSupportedException>(() =>
                new TrainingStep<double>(model, new CrossEntropyLoss(), new Adam(), new() { Backend = new OrtBackend() }))
            .Message;
        Assert.Contains("TrainingBackend.Native", message, StringComparison.Ordinal);
        Assert.Contains("Elu", message, StringComparison.Ordinal);
    }

    private static Dataset Data(int rows)
    {
        var random = new Random(1);
        return new(
            Tensor.Create([.. Enumerable.Range(0, rows * 8).Select(_ => (float)random.NextDouble())], [rows, 8]),
            [.. Enumerable.Range(0, rows).Select(_ => random.Next(5))],
            5);
    }

    private sealed class Breaking : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) =>
            time < 5 ? 1 : throw new InvalidOperationException("No more.");
    }
}
