using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training.Sizes;

/// <summary>Rows of several sizes that do not fit are refused before anything changes.</summary>
public class SizedRefusalTests
{
    [Fact]
    public void What_cannot_be_is_told_before_anything_changes()
    {
        var rows = SizedNetworks.Sequences(20);
        Refused<ArgumentException>("have 3 sizes", SizedNetworks.Classifier(), new Sgd(0.1), rows, new() { Sampling = Sampling.FullBatch });
        Refused<InvalidOperationException>(
            "no one batch", SizedNetworks.Classifier(), new Lbfgs(), rows, new() { Sampling = Sampling.FullBatch });
        Refused<ArgumentException>("have 3 axes", New("batch", "height", "width", 2), new Sgd(0.1), rows);
        Refused<ArgumentException>("no other axis", New("batch", "batch", 2), new Sgd(0.1), rows);
        Refused<ArgumentException>(
            "have 2 axes", New("batch", "steps", 2), new Sgd(0.1),
            new Dataset(Tensor.Create(new float[6], [2, 3]), Tensor.Create(new float[2], [2, 1])));
        Refused<ArgumentException>("elsewhere 'side' is", New("batch", "side", "side"), new Sgd(0.1), rows);
        Refused<ArgumentException>("takes 3", New("batch", "steps", 3), new Sgd(0.1), rows);
        Refused<ArgumentException>("takes 6", New("batch", 6), new Sgd(0.1), rows);
        var images = Dataset.Join([.. ((int[])[4, 6]).Select(side => new Dataset(
            Tensor.Create(new byte[2 * side * side], [2, side, side, 1]), [0, 1], 2))]);
        Assert.Contains(
            "bytes of one size", Assert.Throws<ArgumentException>(() => ImageModel.Classifier(images, ["a", "b"])).Message,
            StringComparison.Ordinal);
    }

    private static void Refused<TException>(
        string words, Model model, Optimizer optimizer, IRowSource rows, TrainingOptions? options = null)
        where TException : Exception
    {
        var before = model.Trained.Snapshot();
        using var trainer = new Trainer(model, optimizer, options: options);
        Assert.Contains(words, Assert.Throws<TException>(() => trainer.Fit(rows, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Trained.Snapshot());
    }

    private static Model New(params Dimension[] axes) =>
        new(new Scaled(), Value.Input("x", ElementType.Float32, Shape.Create(axes)));

    private sealed class Scaled : Module
    {
        private readonly Variable _scale = new("scale", [1], Initializer.Ones);

        public override Value Forward(Value x) => x * _scale;
    }
}
