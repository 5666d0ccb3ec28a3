using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Autoencoders and restricted Boltzmann machines in ONNX Runtime: whole, and each half by itself.</summary>
public sealed class RepresentationTests
{
    private static readonly VerificationOptions Batches = new() { BatchSizes = [1, 3, 7] };

    private static readonly Dataset Rows = Data(40, 12), Codes = Data(40, 5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_autoencoder_and_its_halves(bool isTied)
    {
        var first = new Linear(12, 5);
        var autoencoder = new Autoencoder(
            new Sequential(first, new Sigmoid()), new Sequential(isTied ? new TiedLinear(first) : new Linear(5, 12), new Sigmoid()))
        {
            Corruption = new MaskingNoise(0.25),
        };
        var model = new Model(autoencoder, Input(12));
        using var trainer = new Trainer(model, new Adam(1e-2), new BceLoss(), new() { Seed = 1 });
        trainer.Fit(Rows, epochs: 5);
        OnnxAssert.Equivalent(model, Rows, Batches);
        var (encoder, decoder) = (Model.Copy(autoencoder.Encoder, Input(12)), Model.Copy(autoencoder.Decoder, Input(5)));
        OnnxAssert.Equivalent(encoder, Rows, Batches);
        OnnxAssert.Equivalent(decoder, Codes, Batches);

        // The halves one after the other are the whole.
        var codes = encoder.Transform(Rows);
        Assert.Equal(model.Transform(Rows).ToArray(), decoder.Transform(new Dataset(codes, codes)).ToArray());
        Assert.DoesNotContain(model.ToOnnx().Graph.Node, n => n.OpType is "Dropout" or "Bernoulli");
        Assert.Equal(isTied ? 1 : 2, model.ToOnnx().Graph.Initializer.Count(t => t.Dims.Count == 2));
    }

    [Fact]
    public void A_machine_and_its_halves()
    {
        var machine = new RestrictedBoltzmannMachine(12, 5);
        var model = new Model(machine, Input(12));
        using var trainer = new Trainer(model, new Sgd(0.2) { Momentum = 0.5 }, new ContrastiveDivergenceLoss(machine), new() { Seed = 1 });
        trainer.Fit(Rows, epochs: 5);
        OnnxAssert.Equivalent(model, Rows, Batches);
        OnnxAssert.Equivalent(Model.Copy(machine.Encoder, Input(12)), Rows, Batches);
        OnnxAssert.Equivalent(Model.Copy(machine.Decoder, Input(5)), Codes, Batches);
    }

    [Fact]
    public void Free_energies()
    {
        var machine = new RestrictedBoltzmannMachine(12, 5, Initializer.Normal());
        OnnxAssert.Equivalent(new Model(new Energy(machine), Input(12)), Rows, Batches);
    }

    [Fact]
    public void Gibbs_sampling_is_written_without_chance()
    {
        var machine = new RestrictedBoltzmannMachine(12, 5, Initializer.Normal());
        var model = new Model(new Chain(machine), Input(12));
        OnnxAssert.Equivalent(model, Rows, Batches);
        Assert.DoesNotContain(model.ToOnnx().Graph.Node, n => n.OpType == "Bernoulli");
    }

    private static Value Input(int width) => Value.Input("x", ElementType.Float32, ["batch", width]);

    private static Dataset Data(int rows, int width) =>
        new Dataset(
            Tensor.Create([.. Enumerable.Range(0, rows * width).Select(i => (MathF.Sin(i * 1.7f) + 1) / 2)], [rows, width]),
            new int[rows], 1
        ).AsAutoencoding();

    private sealed class Energy(RestrictedBoltzmannMachine machine) : Module
    {
        public override Value Forward(Value x) => machine.FreeEnergy(x).Reshape([x.Shape[0], 1]);
    }

    private sealed class Chain(RestrictedBoltzmannMachine machine) : Module
    {
        public override Value Forward(Value x) => machine.Gibbs(x, steps: 3).Visible;
    }
}
