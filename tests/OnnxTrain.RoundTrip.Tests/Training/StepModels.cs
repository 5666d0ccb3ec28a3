using OnnxTrain.RoundTrip.Tests.Models;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Small models of each kind, with weights drawn from a seed.</summary>
internal static class StepModels
{
    public static Model Perceptron(Module? between = null)
    {
        var network = new Sequential(
            new Linear(8, 16), new Relu(), between ?? new Identity(), new Linear(16, 16), new Tanh(), new Linear(16, 5));
        return Seeded(Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 8]), 5));
    }

    /// <remarks>
    /// Convolutions before batch normalization have no bias: its gradient is rounding alone, which Adam and its kin make full steps of.
    /// </remarks>
    public static Model Convolutional(Module? between = null)
    {
        var network = new Sequential(
            new Conv2d(2, 6, 3, padding: 1, bias: false), new BatchNorm2d(6), new Relu(), new MaxPool2d(2), between ?? new Identity(),
            new Conv2d(6, 8, 3, bias: false), new BatchNorm2d(8), new Relu(), new AdaptiveAvgPool2d(1), new Flatten(), new Linear(8, 5));
        return Seeded(Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 2, 9, 9]), 5));
    }

    public static Model Recurrent()
    {
        var network = new Sequential(
            new Lstm(4, 6, layers: 2, dropout: 0.2), new Gru(6, 5, bidirectional: true), new Recurrent(new MinimalGatedUnit(10, 4)),
            new Flatten(), new Linear(24, 5));
        return Seeded(Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 6, 4]), 5));
    }

    /// <remarks>
    /// Layers have no biases: the gradient of the bias of the keys is rounding alone, as a softmax does not see what all its scores share.
    /// </remarks>
    public static Model Transformer()
    {
        var layers = new TransformerEncoder(
            2, () => new(8, 2, 12, 0.1, static x => x.Gelu(), normFirst: true, causal: true, bias: false));
        var network = new Sequential(new Linear(4, 8), layers, new Flatten(), new Linear(40, 5));
        return Seeded(Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 5, 4]), 5));
    }

    public static Model Segmenting()
    {
        var network = new Sequential(
            new Conv2d(2, 6, 3, stride: 2, padding: 1), new Tanh(), new ConvTranspose2d(6, 5, 3, stride: 2, padding: 1));
        return Seeded(Model.Classifier(network, Value.Input("image", ElementType.Float32, ["batch", 2, 7, 9]), 5));
    }

    public static Model Autoencoder(Module? corruption)
    {
        var network = new Autoencoder(new Sequential(new Linear(8, 4), new Sigmoid()), new Linear(4, 8)) { Corruption = corruption };
        return Seeded(new Model(network, Value.Input("x", ElementType.Float32, ["batch", 8])));
    }

    /// <summary>Yields numbers, one for each target.</summary>
    public static Model Plain(Module? last) =>
        Seeded(
            new Model(
                new Sequential(new Linear(8, 16), new Tanh(), new Linear(16, 5), last ?? new Identity()),
                Value.Input("x", ElementType.Float32, ["batch", 8])));

    /// <summary>A machine that is trained by contrastive divergence, whose persistent chains are variables of the step.</summary>
    public static (Model Model, Loss Loss) Machine()
    {
        var machine = new RestrictedBoltzmannMachine(8, 5);
        return (
            Seeded(new Model(machine, Value.Input("x", ElementType.Float32, ["batch", 8]))),
            new ContrastiveDivergenceLoss(machine, 2) { PersistentChains = 10 });
    }

    private static Model Seeded(Model model)
    {
        model.Initialize(seed: 3);
        return model;
    }
}
