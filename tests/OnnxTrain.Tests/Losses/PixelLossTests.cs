namespace OnnxTrain.Tests.Losses;

/// <summary>Losses of a class at each place in a row, and of labels that do not count, against PyTorch and central differences.</summary>
public sealed class PixelLossTests
{
    private const double H = 1e-5;

    /// <summary>Logits [2, 3, 2, 2]: two images of 2 × 2 pixels, three classes.</summary>
    private static readonly double[] Logits =
    [
        .. new double[] { 1, 2, 5, 4, 1, 1, 1, 3, 6, 2, 3, 1, 2, 7, 1, 1, 5, 1, 4, 2, 3, 3, 1, 8 }.Select(x => Math.Log(x)),
    ];

    private static readonly double[] Labels = [1, 0, 2, 1, 0, 2, 2, 1],
        Holes = [1, -100, 2, 1, 0, -100, -100, 1], Weights = [0.5, 2, 1], RowWeights = [0.3, 2.5];

    private static readonly double[] Soft =
    [
        .25,
        .5,
        .25,
        0,
        .25,
        .25,
        0,
        .5,
        .5,
        .25,
        .75,
        .5,
        0,
        .25,
        .5,
        .25,
        .75,
        .25,
        .25,
        .25,
        .25,
        .5,
        .25,
        .5,
    ];

    /// <summary>
    /// Loss and gradient from PyTorch 1.13 in float64: torch.nn.functional.cross_entropy of these logits with weight, ignore_index,
    /// label_smoothing and reduction; with weights w of rows (l · w).sum() / (c · w).sum() of the losses l with reduction="none", c being
    /// what each pixel counts.
    /// </summary>
    private static readonly Dictionary<string, (LossCase Case, double[]? RowWeights, double[] Gradient)> PyTorch = new()
    {
        ["a class for each pixel"] = (
            Of(new CrossEntropyLoss(), Labels, 1.4350502841580834), null,
            [
                0.015624999999999997, -0.07500000000000001, 0.06944444444444445, 0.0625, -0.109375, 0.024999999999999998,
                0.013888888888888893, -0.078125, 0.09374999999999999, 0.049999999999999996, -0.08333333333333333, 0.015625000000000003,
                -0.1, 0.07954545454545454, 0.020833333333333336, 0.011363636363636367, 0.0625, 0.011363636363636362, 0.08333333333333333,
                -0.10227272727272727, 0.037500000000000006, -0.09090909090909091, -0.10416666666666666, 0.09090909090909091,
            ]),
        ["sum"] = (
            Of(new CrossEntropyLoss { Reduction = Reduction.Sum }, Labels, 11.480402273264668), null,
            [
                0.12499999999999997, -0.6000000000000001, 0.5555555555555556, 0.5, -0.875, 0.19999999999999998, 0.11111111111111115, -0.625,
                0.7499999999999999, 0.39999999999999997, -0.6666666666666666, 0.12500000000000003, -0.8, 0.6363636363636364,
                0.16666666666666669, 0.09090909090909094, 0.5, 0.0909090909090909, 0.6666666666666666, -0.8181818181818181,
                0.30000000000000004, -0.7272727272727273, -0.8333333333333333, 0.7272727272727273,
            ]),
        ["class weights, smoothed"] = (
            Of(new CrossEntropyLoss { Weight = Weights, LabelSmoothing = 0.3 }, Labels, 1.4327364331470376), null,
            [
                0.016874999999999994, -0.011999999999999999, 0.05333333333333333, 0.08249999999999999, -0.13812499999999997,
                -0.005999999999999999, -0.008333333333333328, -0.09437499999999997, 0.12124999999999997, 0.017999999999999995,
                -0.04499999999999999, 0.011875000000000005, -0.025999999999999995, 0.06181818181818181, 0.012499999999999999,
                0.010909090909090913, 0.015, -0.010454545454545454, 0.04999999999999999, -0.12818181818181815, 0.011000000000000003,
                -0.051363636363636354, -0.062499999999999986, 0.11727272727272726,
            ]),
        ["pixels left out"] = (
            Of(new CrossEntropyLoss { IgnoreIndex = -100 }, Holes, 1.4946138176064394), null,
            [
                0.024999999999999994, 0.0, 0.11111111111111112, 0.1, -0.17500000000000002, 0.0, 0.02222222222222223, -0.125, 0.15, 0.0,
                -0.13333333333333333, 0.02500000000000001, -0.16, 0.0, 0.0, 0.018181818181818188, 0.1, 0.0, 0.0, -0.16363636363636364,
                0.06000000000000001, 0.0, 0.0, 0.14545454545454548,
            ]),
        ["pixels left out, class weights, smoothed"] = (
            Of(
                new CrossEntropyLoss
                {
                    IgnoreIndex = -100, Weight = Weights, LabelSmoothing = 0.3,
                },
                Holes, 1.3868850819373282),
            null,
            [
                0.022499999999999992, 0.0, 0.07111111111111111, 0.10999999999999999, -0.18416666666666667, 0.0, -0.011111111111111106,
                -0.12583333333333332, 0.16166666666666663, 0.0, -0.05999999999999999, 0.015833333333333338, -0.034666666666666665, 0.0, 0.0,
                0.01454545454545455, 0.019999999999999997, 0.0, 0.0, -0.1709090909090909, 0.014666666666666668, 0.0, 0.0,
                0.15636363636363634,
            ]),
        ["pixels left out, smoothed, sum"] = (
            Of(
                new CrossEntropyLoss
                {
                    IgnoreIndex = -100, LabelSmoothing = 0.3, Reduction = Reduction.Sum,
                },
                Holes, 7.232274527167009),
            null,
            [
                0.024999999999999967, 0.0, 0.45555555555555555, 0.39999999999999997, -0.6749999999999999, 0.0, 0.011111111111111143,
                -0.42499999999999993, 0.6499999999999998, 0.0, -0.4666666666666666, 0.025000000000000022, -0.6, 0.0, 0.0,
                -0.009090909090909063, 0.39999999999999997, 0.0, 0.0, -0.618181818181818, 0.2, 0.0, 0.0, 0.6272727272727272,
            ]),
        ["a class left out, class weights"] = (
            Of(new CrossEntropyLoss { IgnoreIndex = 1, Weight = Weights }, Labels, 1.3631297660451382), null,
            [
                0.0, -0.07500000000000001, 0.1388888888888889, 0.0, 0.0, 0.024999999999999998, 0.027777777777777787, 0.0, 0.0,
                0.049999999999999996, -0.16666666666666666, 0.0, -0.1, 0.1590909090909091, 0.04166666666666667, 0.0, 0.0625,
                0.022727272727272724, 0.16666666666666666, 0.0, 0.037500000000000006, -0.18181818181818182, -0.20833333333333331, 0.0,
            ]),
        ["probabilities, class weights, smoothed"] = (
            Of(
                new CrossEntropyLoss
                {
                    Targets = ClassTargets.Probabilities, Weight = Weights, LabelSmoothing = 0.1,
                },
                Soft, 1.4289924253424822),
            null,
            [
                0.0014973958333333276, 0.020625000000000004, 0.04664351851851853, 0.08958333333333333, -0.04694010416666668,
                -0.03916666666666667, 0.004224537037037043, -0.05208333333333332, 0.04544270833333332, 0.018541666666666668,
                -0.05086805555555555, -0.03749999999999999, 0.04020833333333333, 0.07367424242424242, -0.009027777777777772,
                -0.003314393939393937, -0.07135416666666668, -0.051751893939393945, 0.02013888888888889, -0.03892045454545455,
                0.031145833333333338, -0.021922348484848482, -0.011111111111111108, 0.042234848484848486,
            ]),
        ["weights of rows"] = (
            Of(new CrossEntropyLoss(), Labels, 1.5656806508613614), RowWeights,
            [
                0.0033482142857142847, -0.01607142857142857, 0.01488095238095238, 0.013392857142857142, -0.0234375, 0.005357142857142856,
                0.002976190476190477, -0.016741071428571425, 0.02008928571428571, 0.010714285714285713, -0.017857142857142856,
                0.0033482142857142864, -0.17857142857142858, 0.14204545454545456, 0.03720238095238096, 0.0202922077922078,
                0.11160714285714286, 0.020292207792207792, 0.1488095238095238, -0.18262987012987014, 0.06696428571428573,
                -0.16233766233766234, -0.18601190476190477, 0.16233766233766236,
            ]),
        ["weights of rows, pixels left out, class weights, smoothed"] = (
            Of(
                new CrossEntropyLoss
                {
                    IgnoreIndex = -100, Weight = Weights, LabelSmoothing = 0.3,
                },
                Holes, 1.4762835044170621),
            RowWeights,
            [
                0.006532258064516127, 0.0, 0.020645161290322577, 0.031935483870967736, -0.05346774193548386, 0.0, -0.003225806451612901,
                -0.03653225806451611, 0.04693548387096773, 0.0, -0.017419354838709673, 0.004596774193548389, -0.08387096774193548, 0.0, 0.0,
                0.035190615835777136, 0.04838709677419355, 0.0, 0.0, -0.4134897360703812, 0.03548387096774194, 0.0, 0.0, 0.3782991202346041,
            ]),
        ["rows left out, class weights, smoothed"] = (
            new(
                new CrossEntropyLoss
                {
                    IgnoreIndex = -100, Weight = Weights, LabelSmoothing = 0.3,
                },
                [.. new double[] { 1, 2, 5, 4, 1, 1, 1, 3, 6 }.Select(x => Math.Log(x))],
                [1, -100, 2],
                3, 1.0445425774426906),
            null,
            [
                0.05625000000000002, -0.38749999999999996, 0.33125000000000004, 0.0, 0.0, 0.0, 0.018333333333333323, 0.038333333333333344,
                -0.056666666666666685,
            ]),
    };

    public static TheoryData<string> Names => [.. PyTorch.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_loss_of_pixels_is_that_of_PyTorch(string name)
    {
        var (row, weights, expected) = PyTorch[name];
        var (loss, gradient) = row.Run(weights: weights);
        Assert.Equal(row.Expected, loss, 1e-13 * Math.Max(1, row.Expected));
        Assert.Equal(expected.Length, gradient.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-13);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_gradient_is_that_of_central_differences(string name)
    {
        var (row, weights, _) = PyTorch[name];
        var gradient = row.Run(weights: weights).Gradient;
        for (var i = 0; i < row.Output.Length; i++)
        {
            double[] up = [.. row.Output], down = [.. row.Output];
            (up[i], down[i]) = (up[i] + H, down[i] - H);
            Assert.Equal((row.Run(up, weights).Loss - row.Run(down, weights).Loss) / (2 * H), gradient[i], 1e-8);
        }
    }

    /// <summary>torch.nn.functional.nll_loss(log_softmax(x, 1), y, weight), by way of the logits.</summary>
    [Fact]
    public void Likelihood_of_pixels_is_that_of_PyTorch()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 3, 2, 2]);
        var t = Value.Input("t", ElementType.Int64, ["batch", 2, 2]);
        var loss = new NllLoss { IgnoreIndex = -100, Weight = Weights }.Of(x.LogSoftmax(1), t);
        using var evaluator = new Evaluator([x, t], [loss, .. loss.Gradient(x)]);
        var results = evaluator.Run([
            TensorData.Of<double>(Logits, [2, 3, 2, 2]),
            TensorData.Of<long>(Array.ConvertAll(Holes, c => (long)c), [2, 2, 2]),
        ]);
        Assert.Equal(1.5244492024993512, ((double[])results[0].Elements)[0], 1e-13);
        double[] expected =
        [
            0.033333333333333326, 0.0, 0.07407407407407407, 0.13333333333333333, -0.23333333333333334, 0.0, 0.014814814814814819,
            -0.16666666666666666, 0.19999999999999996, 0.0, -0.08888888888888888, 0.03333333333333334, -0.05333333333333333, 0.0, 0.0,
            0.02424242424242425, 0.03333333333333333, 0.0, 0.0, -0.21818181818181817, 0.020000000000000004, 0.0, 0.0, 0.19393939393939394,
        ];
        var gradient = (double[])results[1].Elements;
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-13);
    }

    /// <summary>Where PyTorch gives NaN, of 0 / 0.</summary>
    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.BatchMean)]
    public void Nothing_that_counts_is_no_loss_and_no_gradient(Reduction reduction)
    {
        foreach (var weights in (double[]?[])[null, RowWeights])
        {
            var (loss, gradient) = Of(
                    new CrossEntropyLoss
                    {
                        IgnoreIndex = 255, LabelSmoothing = 0.1, Weight = Weights, Reduction = reduction,
                    },
                    [.. Enumerable.Repeat(255.0, 8)],
                    0)
                .Run(weights: weights);
            Assert.Equal(0, loss);
            Assert.All(gradient, g => Assert.Equal(0, g));
        }
    }

    /// <summary>What a pixel that does not count yields is of no matter, be it no number at all.</summary>
    [Fact]
    public void A_pixel_left_out_may_be_infinite()
    {
        double[] logits = [.. Logits];
        (logits[1], logits[5]) = (double.PositiveInfinity, double.NegativeInfinity);
        var row = PyTorch["pixels left out"].Case;
        Assert.Equal(row.Expected, row.Run(logits).Loss, 1e-13);
    }

    [Fact]
    public void Axes_may_have_names()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 3, "height", "width"]);
        var loss = new CrossEntropyLoss { IgnoreIndex = -100, Weight = Weights, LabelSmoothing = 0.3 };
        Assert.Equal(new TensorType(ElementType.Int64, ["batch", "height", "width"]), loss.TargetType(x.Type));
        var t = Value.Input("t", ElementType.Int64, ["batch", "height", "width"]);
        using var evaluator = new Evaluator([x, t], [loss.Of(x, t)]);
        var expected = PyTorch["pixels left out, class weights, smoothed"].Case.Expected;
        Assert.Equal(
            expected,
            (
                (double[])
                    evaluator
                        .Run([
                            TensorData.Of<double>(Logits, [2, 3, 2, 2]),
                            TensorData.Of<long>(Array.ConvertAll(Holes, c => (long)c), [2, 2, 2]),
                        ])[0]
                        .Elements
            )[0], 1e-13);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var image = new TensorType(ElementType.Float32, ["batch", 3, 4, 5]);
        Assert.Contains(
            "2 class weights",
            Assert.Throws<ShapeException>(() => new CrossEntropyLoss { Weight = [1, 2] }.TargetType(image)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "IgnoreIndex", Assert
                .Throws<InvalidOperationException>(() =>
                    new CrossEntropyLoss { Targets = ClassTargets.Probabilities, IgnoreIndex = 1 }.TargetType(image))
                .Message,
            StringComparison.Ordinal);
        var (x, t) = (Value.Input("x", image.ElementType, image.Shape), Value.Input("t", ElementType.Int64, ["batch", 5, 4]));
        Assert.Contains(
            "int64[batch, 5, 4]",
            Assert.Throws<ShapeException>(() => new CrossEntropyLoss().Of(x, t)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "row 1, place 2, is outside 0 … 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => Of(new CrossEntropyLoss(), [1, 0, 2, 1, 0, 2, 3, 1], 0).Run()).Message,
            StringComparison.Ordinal);
    }

    private static LossCase Of(Loss loss, double[] target, double expected) => new(loss, Logits, target, 2, expected) { Places = [2, 2] };
}
