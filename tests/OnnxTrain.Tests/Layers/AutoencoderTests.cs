using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>Autoencoders against what linear algebra and probability say of them.</summary>
public sealed class AutoencoderTests
{
    /// <summary>x = z₁ a + z₂ b + z₃ c with orthogonal directions of length 1 and z of the given variances: six columns, means 0.</summary>
    private static readonly double[] Variances = [4, 1, 0.09];

    private static readonly Dataset Plane = PlaneData();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_linear_one_ends_at_the_error_of_principal_components(bool isTied)
    {
        // The best rank-2 reconstruction leaves the smallest variance, spread over six columns (Baldi and Hornik, 1989).
        var first = new Linear(6, 2);
        var autoencoder = new Autoencoder(first, isTied ? new TiedLinear(first) : new Linear(2, 6));
        var model = new Model(autoencoder, Value.Input("x", ElementType.Float32, ["batch", 6]));
        model.Initialize(1);
        using var trainer = new Trainer(model, new Adam(1e-2), new MseLoss(), new() { Seed = 1, Sampling = Sampling.FullBatch });
        trainer.Fit(Plane, epochs: 1500);
        var history = trainer.Fit(Plane, epochs: 1);
        Assert.Equal(Variances[2] / 6, history.Epochs[^1].TrainingLoss, 1e-4);
    }

    [Fact]
    public void Tied_weights_are_one_variable_with_the_gradients_of_both_uses()
    {
        var first = new Linear(3, 2, bias: false);
        var model = new Model(
            new Autoencoder(first, new TiedLinear(first, bias: false)), Value.Input("x", ElementType.Float64, ["batch", 3]));
        Assert.Same(first.Weight, Assert.Single(model.Parameters));

        // y = x Wᵀ W: for x = (1, 2, −1) and the sum of y, dL/dW = h 1ᵀ + (W 1) xᵀ with h = W x
        first.Weight.Assign<double>([1, 0, 2, -1, 1, 3]);
        using var gradient = new Function(model.Inputs, model.Output.Sum().Gradient(first.Weight));
        double[] x = [1, 2, -1], h = [-1, -2], sums = [3, 3];
        var expected = Enumerable.Range(0, 6).Select(i => h[i / 3] + (sums[i / 3] * x[i % 3]));
        Assert.Equal(expected, gradient.Run(Tensor.Create(x, [1, 3]))[0].ToArray());
    }

    [Fact]
    public void Names_say_which_part_a_parameter_belongs_to()
    {
        var first = new Linear(4, 2);
        var autoencoder = new Autoencoder(new Sequential(first, new Sigmoid()), new Sequential(new TiedLinear(first), new Sigmoid()))
        {
            Corruption = new MaskingNoise(0.5),
        };
        var model = new Model(autoencoder, Value.Input("x", ElementType.Float32, ["batch", 4]));
        Assert.Equal(["encoder.0.weight", "encoder.0.bias", "decoder.0.bias"], model.Parameters.Select(p => p.Name));
        Assert.Equal(
            ["encoder.0.weight", "decoder.0.bias"],
            Model.Copy(autoencoder.Decoder, Value.Input("code", ElementType.Float32, ["batch", 2])).Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Corruption_is_for_training_alone()
    {
        var x = Value.Input("x", ElementType.Float32, ["batch", 6]);
        var model = new Model(new Autoencoder(new Linear(6, 3), new Linear(3, 6)) { Corruption = new MaskingNoise(0.5) }, x);
        Assert.Contains(new Graph([x], [model.Output]).Nodes, node => node.Op is DropoutOp { IsScaled: false });
        Assert.DoesNotContain(new Graph([x], [model.InferenceOutput]).Nodes, node => node.Op is DropoutOp);
    }

    [Fact]
    public void A_linear_denoiser_of_one_number_shrinks_it_as_least_squares_does()
    {
        // x̂ = w x m with m = 1 half of the time: E (w x m − x)² is least at w = E m / E m² = 1. Of two equal numbers with one weight each,
        // E (w (m₁ + m₂) − 1)² is least at w = E (m₁ + m₂) / E (m₁ + m₂)² = 1 / 1.5.
        var layer = new Linear(2, 2, bias: false);
        var model = new Model(
            new Autoencoder(layer, new Identity()) { Corruption = new MaskingNoise(0.5) },
            Value.Input("x", ElementType.Float32, ["batch", 2]));
        var values = Enumerable
            .Range(0, 1000)
            .SelectMany(i =>
            {
                var v = (i % 2 == 0 ? 1f : -1f);
                return new[] { v, v };
            })
            .ToArray();
        var data = new Dataset(Tensor.Create(values, [1000, 2]), new int[1000], 1).AsAutoencoding();
        using var trainer = new Trainer(model, new Sgd(0.5), new MseLoss(), new()
        {
            Seed = 1, Sampling = Sampling.FullBatch, Schedule = new InverseTimeSchedule(0.1),
        });
        trainer.Fit(data, epochs: 600);
        Assert.All(layer.Weight.ToTensor<float>().ToArray(), w => Assert.Equal(2 / 3.0, w, 0.02));
    }

    [Fact]
    public void Data_become_their_own_targets()
    {
        var data = new Dataset(Tensor.Create([1f, 2, 3, 4], [2, 2]), [0, 1], 2).AsAutoencoding();
        Assert.Equal([1f, 2, 3, 4], data.Targets!.As<float>().ToArray());
        Assert.Equal(0, data.Classes);
        var two = new Dataset([Tensor.Create([1f], [1, 1]), Tensor.Create([1f], [1, 1])], Tensor.Create([1f], [1, 1]));
        Assert.Contains("2 tensors", Assert.Throws<ArgumentException>(() => two.AsAutoencoding()).Message, StringComparison.Ordinal);
    }

    private static Dataset PlaneData()
    {
        // Columns of a Hadamard-like basis, and z from an orthogonal design, so that variances are exact and covariances 0.
        double[][] directions = [[1, 1, 1, 1, 1, 1], [1, -1, 0, 0, 0, 0], [0, 0, 1, -1, 0, 0]];
        const int rows = 64;
        var x = new float[rows * 6];
        for (var row = 0; row < rows; row++)
        {
            for (var k = 0; k < 3; k++)
            {
                var z = Math.Sqrt(Variances[k]) * (((row >> k) & 1) == 0 ? 1 : -1);
                var length = Math.Sqrt(directions[k].Sum(d => d * d));
                for (var i = 0; i < 6; i++) x[(row * 6) + i] += (float)(z * directions[k][i] / length);
            }
        }

        return new Dataset(Tensor.Create(x, [rows, 6]), new int[rows], 1).AsAutoencoding();
    }
}
