using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Training;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>
/// Inputs of every element type that a data set holds, beside each other: training, validation, the file, and steps in ONNX Runtime.
/// </summary>
public class InputTypeTests
{
    private const int Rows = 50, Words = 7;

    private static readonly int[] Labels = [.. Enumerable.Range(0, Rows).Select(i => i * i % 3)];

    [Fact]
    public void Whole_numbers_bytes_and_numbers_train_one_model()
    {
        var data = new Dataset([Indices, Bytes, Numbers<float>()], Labels, 3);
        var (native, other) = (Fit(TrainingBackend.Native, data, ElementType.Float32), Fit(new OrtBackend(), data, ElementType.Float32));
        Assert.True(native.History.Epochs[^1].TrainingLoss < 0.7 * native.History.Epochs[0].TrainingLoss);
        Assert.All(native.History.Epochs.Zip(other.History.Epochs), pair =>
        {
            Assert.Equal(pair.First.TrainingLoss, pair.Second.TrainingLoss, 1e-5);
            Assert.Equal(pair.First.ValidationLoss!.Value, pair.Second.ValidationLoss!.Value, 1e-5);
        });
        _ = OnnxAssert.Equivalent(native.Model, data);
    }

    [Fact]
    public void Their_step_is_written_as_a_file()
    {
        var data = new Dataset([Indices, Bytes, Numbers<float>()], Labels, 3);
        using var trainer = new Trainer(NewModel(ElementType.Float32), new Sgd(0.1), options: new()
        {
            Seed = 3, BatchSize = 8, Sampling = Sampling.InOrder,
        });
        using var run = new FitRun(trainer, data, VerificationData.Of(trainer.Model, data), epochs: 3);
        Assert.InRange(run.Difference(trainer.Model), 0, 1e-5);
    }

    /// <summary>One step of descent on ½ Σ (w x − y)² by hand, with features that float32 would round: 2²⁴ + 1.</summary>
    [Fact]
    public void A_model_of_float64_trains_on_all_digits()
    {
        double[] x = [16777217, 16777219], y = [3, 1 + 1e-12];
        var model = new Model(new Scaled(), Value.Input("x", ElementType.Float64, ["batch", 1]));
        using var trainer = new Trainer(
            model, new Sgd(1e-16), new HalfSquaredErrorLoss(), new() { BatchSize = 2, Sampling = Sampling.InOrder });
        trainer.Fit(new Dataset(Tensor.Create(x, [2, 1]), Tensor.Create(y, [2, 1])), epochs: 1);
        var expected = 0.5 - (1e-16 * x.Zip(y, (a, b) => ((0.5 * a) - b) * a).Average());
        Assert.Equal(expected, model.Parameters.Single().ToTensor<double>()[0], 1e-15);
    }

    [Fact]
    public void Another_type_is_refused_with_both_types()
    {
        var model = NewModel(ElementType.Float32);
        Assert.Contains("takes int64", Refusal(new([Numbers<float>(), Bytes, Numbers<float>()], Labels, 3)), StringComparison.Ordinal);
        Assert.Contains("uint8[50, 4]", Refusal(new([Indices, Bytes, Bytes], Labels, 3)), StringComparison.Ordinal);
        var large = new Dataset([Indices, Bytes, Tensor.Create([.. Enumerable.Repeat(1e39, Rows * 4)], [Rows, 4])], Labels, 3);
        Assert.Contains("1E+39", Assert.Throws<DataException>(() => Fit(large)).Message, StringComparison.Ordinal);

        string Refusal(Dataset data) => Assert.Throws<ArgumentException>(() => Fit(data)).Message;

        void Fit(Dataset data)
        {
            using var trainer = new Trainer(model, new Sgd(0.1));
            trainer.Fit(data, epochs: 1);
        }
    }

    private static Tensor<long> Indices => Tensor.Create([.. Enumerable.Range(0, Rows * 2).Select(i => (long)(i * 5 % Words))], [Rows, 2]);

    private static Tensor<byte> Bytes => Tensor.Create([.. Enumerable.Range(0, Rows * 4).Select(i => (byte)(i * 37))], [Rows, 4]);

    private static Tensor<T> Numbers<T>()
        where T : System.Numerics.INumber<T> =>
        Tensor.Create([.. Enumerable.Range(0, Rows * 4).Select(i => T.CreateChecked(Math.Sin(i)))], [Rows, 4]);

    private static (Model Model, History History) Fit(TrainingBackend backend, Dataset data, ElementType type)
    {
        var model = NewModel(type);
        using var trainer = new Trainer(model, new Adam(0.02), options: new() { Seed = 2, BatchSize = 8, Backend = backend });
        return (model, trainer.Fit(data, epochs: 12, validation: data));
    }

    private static Model NewModel(ElementType type) =>
        Model.Classifier(
            new Mixed(),
            [
                Value.Input("words", ElementType.Int64, ["batch", 2]), Value.Input("pixels", ElementType.UInt8, ["batch", 4]),
                Value.Input("numbers", type, ["batch", 4]),
            ], 3);

    private sealed class Mixed : Module
    {
        private readonly Variable _table;
        private readonly Linear _words = new(10, 8), _pixels = new(4, 8), _numbers = new(4, 8), _out = new(8, 3);

        public Mixed() => _table = Parameter("table", [Words, 5], Initializer.Normal(0, 1));

        public override Value Forward(params Value[] inputs) =>
            (
                _table.ToValue().Gather(inputs[0]).Flatten().Apply(_words)
                + (inputs[1].Cast(inputs[2].ElementType) / 255).Apply(_pixels)
                + inputs[2].Apply(_numbers))
                .Tanh()
                .Apply(_out);
    }

    private sealed class Scaled : Module
    {
        private readonly Variable _weight;

        public Scaled() => _weight = Parameter("weight", [1], Initializer.Constant(0.5));

        public override Value Forward(Value x) => x * _weight;
    }
}
