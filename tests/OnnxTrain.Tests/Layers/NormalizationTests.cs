using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Layers;

/// <summary>Layers of normalization against PyTorch 1.13 in float64, on sin(0), sin(a), sin(2a) …</summary>
public class NormalizationTests
{
    private const double Tolerance = 6e-9; // the numbers were written with nine digits

    [Fact]
    public void Batch_normalization_of_images_after_three_steps_is_that_of_PyTorch()
    {
        var layer = new BatchNorm2d(2);
        var model = new Model(layer, Input("batch", 2, 2, 2));
        layer.Weight!.Assign<double>([1.5, -0.5]);
        layer.Bias!.Assign<double>([0.25, 1]);
        Steps(model, 3, 24);
        Close([0.291208655, 0.30175889], layer.RunningMean!);
        Close([0.858091601, 0.882629164], layer.RunningVariance!);
        Assert.Equal([3.0], layer.BatchesTracked!.ToTensor<double>().ToArray());

        var (x, y) = (model.Inputs[0], model.Output);
        var weights = Input("batch", 2, 2, 2, "w");
        using var training = new Function([x, weights], [y, (y * y * weights).Sum().Gradient(x)[0]]);
        var results = training.Run(Waves([3, 2, 2, 2], 3, 2), Waves([3, 2, 2, 2], 0.7));
        Close([0.228647399, 0.540766809, -0.389344349, 1.14014238, 1.38273412, 0.512778506, 1.53989741, 0.376173002], results[0]);
        Close([-1.60139339, -0.261316186, -2.90074397, 2.16530928, -0.42453984, 0.225269339, 2.27496178, 0.457366045], results[1]);

        using var inference = new Function([x], [model.InferenceOutput]);
        Close(
            [-0.221548297, 1.14102869, 1.25085867, 0.00696448383, 1.56337096, 1.67094104, 1.30930353, 0.810946273],
            inference.Run(Waves([1, 2, 2, 2]))[0]);
    }

    [Fact]
    public void Without_a_momentum_the_statistics_are_means_over_all_steps()
    {
        var layer = new BatchNorm1d(3, momentum: null);
        Steps(new Model(layer, Input("batch", 3)), 4, 12);
        Close([0.943696208, 1.28775111, 0.900614067], layer.RunningMean!);
        Close([0.235371842, 0.434904956, 0.700512291], layer.RunningVariance!);
    }

    /// <summary>The mean of the first ten steps, whose 1 / n is at least the momentum 0.1, as without a momentum.</summary>
    [Fact]
    public void The_initial_statistics_can_be_ignored()
    {
        var (layer, mean) = (new BatchNorm1d(3) { IgnoresInitialStatistics = true }, new BatchNorm1d(3, momentum: null));
        Steps(new Model(layer, Input("batch", 3)), 4, 12);
        Steps(new Model(mean, Input("batch", 3)), 4, 12);
        Close(mean.RunningMean!.ToTensor<double>().ToArray(), layer.RunningMean!);
        Close(mean.RunningVariance!.ToTensor<double>().ToArray(), layer.RunningVariance!);
    }

    [Fact]
    public void Frozen_statistics_are_used_and_stay_while_weight_and_bias_learn()
    {
        var layer = new BatchNorm1d(3) { IsFrozen = true };
        var model = new Model(layer, Input("batch", 3));
        layer.RunningMean!.Assign<double>([1, 2, 3]);
        layer.RunningVariance!.Assign<double>([4, 1, 0.25]);
        using var function = new Function(model.Inputs, [model.Output]);
        Close(
            [(0 - 1) / Math.Sqrt(4 + 1e-5), (Math.Sin(1) - 2) / Math.Sqrt(1 + 1e-5), (Math.Sin(2) - 3) / Math.Sqrt(0.25 + 1e-5)],
            function.Run(Waves([1, 3]))[0]);
        Steps(model, 4, 12, rate: 0.1);
        Close([1, 2, 3], layer.RunningMean!);
        Close([4, 1, 0.25], layer.RunningVariance!);
        Assert.NotEqual([1.0, 1, 1], layer.Weight!.ToTensor<double>().ToArray());
        Assert.NotEqual([0.0, 0, 0], layer.Bias!.ToTensor<double>().ToArray());
    }

    [Fact]
    public void Without_running_statistics_each_batch_has_its_own_after_training_too()
    {
        var model = new Model(new BatchNorm1d(2, affine: false, trackRunningStatistics: false), Input("batch", 2));
        using var function = new Function(model.Inputs, [model.InferenceOutput]);
        var y = function.Run(Tensor.Create(new double[] { 1, 10, 3, 30 }, [2, 2]))[0];
        Close([-1 / Math.Sqrt(1 + 1e-5), -10 / Math.Sqrt(100 + 1e-5), 1 / Math.Sqrt(1 + 1e-5), 10 / Math.Sqrt(100 + 1e-5)], y);
    }

    [Fact]
    public void A_batch_of_one_row_without_axes_of_space_is_refused()
    {
        var model = new Model(new Sequential(new Linear(2, 3), new BatchNorm1d(3)), Value.Input("x", ElementType.Float32, ["batch", 2]));
        using var trainer = new Trainer(model, new Sgd(0.1), new MseLoss(), new() { BatchSize = 1 });
        var rows = new Dataset([Tensor.Create(new float[10], [5, 2])], Tensor.Create(new float[15], [5, 3]));
        Assert.Contains("single row", Assert.Throws<ArgumentException>(() => trainer.Fit(rows, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_of_one_image_are_normalized() => Steps(new Model(new BatchNorm2d(2), Input("batch", 2, 2, 2)), 1, 8);

    [Fact]
    public void Groups_instances_and_layers_are_normalized_as_in_PyTorch()
    {
        Close(
            [
                -0.0412341742, 1.14054499, 1.23580184, 0.156957669, -1.10410317, -1.38796715, -0.454726572, 0.881816488, 1.35621634,
                0.532311955, -0.832402782, -1.48321543,
            ], Run(new GroupNorm(2, 4), [1, 4, 3]));
        Close(
            [-1.16434187, 0.907154291, 1.07412643, -0.816938857, -0.677387391, -1.0016274, 0.0884279655, 1.59058682],
            Run(new InstanceNorm1d(2), [1, 2, 4]));
        Close([-0.0412341742, 1.14054499, 1.23580184, 0.156957669, -1.10410317, -1.38796715], Run(new LayerNorm([2, 3]), [1, 2, 3]));
        Close(
            [0, 0.483920309, 0.507714459, 0.0779638444, -0.421151026, -0.52025732, -0.149264462, 0.364615106, 0.547001162, 0.228912893],
            Run(new LocalResponseNorm(4, 0.5, 0.75, 2), [1, 5, 1, 2]));
    }

    /// <summary>x / √(mean of x² + ε): 3 and 4 have the mean square 12.5.</summary>
    [Fact]
    public void Root_mean_squares_become_one()
    {
        var model = new Model(new RmsNorm([2], epsilon: 0.5), Input("batch", 2));
        using var function = new Function(model.Inputs, [model.Output]);
        Close([3 / Math.Sqrt(13), 4 / Math.Sqrt(13)], function.Run(Tensor.Create(new double[] { 3, 4 }, [1, 2]))[0]);
    }

    [Fact]
    public void Wrong_inputs_are_refused_with_what_would_fit()
    {
        Refused(new BatchNorm2d(3), Input("batch", 4, 2, 2), "BatchNorm2d", "[batch, 3, height, width]", "[batch, 4, 2, 2]");
        Refused(new BatchNorm1d(3), Input("batch", 3, 2, 2), "BatchNorm1d", "[batch, 3] or [batch, 3, length]");
        Refused(new InstanceNorm3d(3), Input("batch", 3, 2, 2), "InstanceNorm3d", "depth");
        Refused(new LayerNorm([4], affine: false), Input("batch", 5), "LayerNormalization", "[5]", "[4]");
        Refused(new GroupNorm(2, 6), Input("batch", 4, 2), "GroupNorm", "[batch, 6");
        Assert.Contains("4 channels", Assert.Throws<ArgumentException>(() => new GroupNorm(3, 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new LayerNorm(["width"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2d(3, momentum: 2));
        Assert.Throws<InvalidOperationException>(() =>
            new Model(new BatchNorm1d(2, trackRunningStatistics: false) { IsFrozen = true }, Input("batch", 2)));

        static void Refused(Module layer, Value x, params string[] parts)
        {
            var message = Assert.Throws<ShapeException>(() => layer.Forward(x)).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    /// <summary>Three steps on waves, each faster and higher than the one before.</summary>
    private static void Steps(Model model, int rows, int elements, double rate = 0)
    {
        using var step = new TrainingStep<double>(model, new MseLoss(), new Sgd(1));
        for (var i = 0; i < 3; i++)
        {
            step.Prepare(rows);
            for (var k = 0; k < elements; k++) step.Features(0)[k] = Math.Sin(k * (1 + i)) + i;
            step.Targets.Clear();
            step.Run(rate);
        }
    }

    private static Tensor<double> Run(Module layer, nint[] sizes)
    {
        var model = new Model(layer, Value.Input("x", ElementType.Float64, ["batch", .. sizes[1..].Select(s => (Dimension)s)]));
        using var function = new Function(model.Inputs, [model.Output]);
        return function.Run(Waves(sizes))[0];
    }

    private static Value Input(string batch, params int[] sizes) =>
        Value.Input("x", ElementType.Float64, [batch, .. sizes.Select(s => (Dimension)s)]);

    private static Value Input(string batch, int a, int b, int c, string name) => Value.Input(name, ElementType.Float64, [batch, a, b, c]);

    private static Tensor<double> Waves(nint[] sizes, double a = 1, double b = 0) =>
        Tensor.Create(
            Enumerable.Range(0, (int)sizes.Aggregate((nint)1, (p, s) => p * s)).Select(k => Math.Sin(k * a) + b).ToArray(),
            sizes);

    private static void Close(double[] expected, Variable actual) => Close(expected, actual.ToTensor<double>());

    private static void Close(double[] expected, Tensor<double> actual)
    {
        var got = actual.ToArray();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], Tolerance * Math.Max(1, Math.Abs(expected[i])));
    }
}
