using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Layers that learned without labels become the layers of a network.</summary>
public sealed class PretrainingTests
{
    private const int Width = 12;

    private static readonly Dataset Rows = NewRows();

    [Fact]
    public void A_network_of_copied_layers_computes_what_the_machines_do()
    {
        var (first, second, features) = Stack();
        Linear[] layers = [new(Width, 8), new(8, 5), new(5, 8), new(8, Width)];
        var network = new Sequential([.. layers.SelectMany(layer => (Module[])[layer, new Sigmoid()])]);
        var model = new Model(network, Value.Input("x", ElementType.Float32, ["batch", Width]));
        first.CopyEncoderTo(layers[0]);
        second.CopyEncoderTo(layers[1]);
        second.CopyDecoderTo(layers[2]);
        first.CopyDecoderTo(layers[3]);

        // up through both machines and down again: the deep autoencoder of Hinton and Salakhutdinov (2006)
        var codes = Copy(second.Encoder, 8).Transform(new Dataset(features, features));
        var back = Copy(second.Decoder, 5).Transform(new Dataset(codes, codes));
        Close(Copy(first.Decoder, 8).Transform(new Dataset(back, back)), model.Transform(Rows));

        using var trainer = new Trainer(model, new Adam(1e-2), new MseLoss(), new() { Seed = 1 });
        var history = trainer.Fit(Rows.AsAutoencoding(), epochs: 60);
        Assert.True(
            history.Epochs[^1].TrainingLoss < 0.6 * history.Epochs[0].TrainingLoss,
            $"{history.Epochs[0].TrainingLoss} → {history.Epochs[^1].TrainingLoss}");
    }

    [Fact]
    public void Pretrained_layers_are_where_fine_tuning_begins()
    {
        var (first, second, features) = Stack();
        Linear[] layers = [new(Width, 8), new(8, 5), new(5, 3)];
        var model = Model.Classifier(
            new Sequential(layers[0], new Sigmoid(), layers[1], new Sigmoid(), layers[2]),
            Value.Input("x", ElementType.Float32, ["batch", Width]), 3);
        first.CopyEncoderTo(layers[0]);
        second.CopyEncoderTo(layers[1]);
        using var hidden = new Function(model.Inputs, [model.Output.Producer!.Inputs[0]]);
        Close(Copy(second.Encoder, 8).Transform(new Dataset(features, features)), hidden.Run(Rows.Features[0].As<float>())[0]);

        var machine = first.Weight.ToTensor<float>().ToArray();
        using var trainer = new Trainer(model, new Adam(2e-2), options: new() { Seed = 1 });
        Assert.InRange(trainer.Fit(Rows, epochs: 60).Epochs[^1].TrainingMetric!.Value, 0.95, 1);
        Assert.NotEqual(machine, layers[0].Weight.ToTensor<float>().ToArray());
        Assert.Equal(machine, first.Weight.ToTensor<float>().ToArray());
    }

    [Fact]
    public void Transforming_goes_by_rows_in_order_and_refuses_what_does_not_fit()
    {
        var layer = new Linear(2, 1, bias: false);
        var model = new Model(layer, Value.Input("x", ElementType.Float32, ["batch", 2]));
        layer.Weight.Assign<float>([1, -1]);
        const int rows = 1300; // more than go at once
        var x = Enumerable.Range(0, 2 * rows).Select(i => i % 2 == 0 ? i : 0.5f).ToArray();
        var y = model.Transform(new Dataset(Tensor.Create(x, [rows, 2]), new int[rows], 1));
        Assert.Equal([rows, 1], y.Lengths.ToArray());
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (2 * i) - 0.5f), y.ToArray());
        Assert.Contains("takes 2", Assert.Throws<ArgumentException>(() => model.Transform(Rows)).Message, StringComparison.Ordinal);
    }

    private static (RestrictedBoltzmannMachine First, RestrictedBoltzmannMachine Second, Tensor<float> Features) Stack()
    {
        var first = Machine(Width, 8, Rows.AsAutoencoding());
        var features = Copy(first.Encoder, Width).Transform(Rows);
        return (first, Machine(8, 5, new(features, features)), features);
    }

    private static RestrictedBoltzmannMachine Machine(int visible, int hidden, Dataset data)
    {
        var machine = new RestrictedBoltzmannMachine(visible, hidden);
        var model = new Model(machine, Value.Input("v", ElementType.Float32, ["batch", visible]));
        using var trainer = new Trainer(model, new Sgd(0.1) { Momentum = 0.5 }, new ContrastiveDivergenceLoss(machine), new() { Seed = 1 });
        trainer.Fit(data, epochs: 20);
        return machine;
    }

    private static Model Copy(Module half, int width) => Model.Copy(half, Value.Input("x", ElementType.Float32, ["batch", width]));

    private static void Close(Tensor<float> expected, Tensor<float> got)
    {
        Assert.Equal(expected.Lengths.ToArray(), got.Lengths.ToArray());
        Assert.All(expected.ToArray().Zip(got.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    /// <summary>Three patterns with one bit in ten turned over.</summary>
    private static Dataset NewRows()
    {
        var random = new Random(4);
        var labels = Enumerable.Range(0, 240).Select(row => row % 3).ToArray();
        var x = labels
            .SelectMany(label => Enumerable.Range(0, Width).Select(i => (i / 4 == label) != (random.NextDouble() < 0.1) ? 1f : 0f))
            .ToArray();
        return new(Tensor.Create(x, [labels.Length, Width]), labels, 3);
    }
}
