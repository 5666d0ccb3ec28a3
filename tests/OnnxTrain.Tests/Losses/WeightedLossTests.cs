namespace OnnxTrain.Tests.Losses;

/// <summary>Losses of rows with weights: against PyTorch's losses of single rows, and against rows that are there several times.</summary>
public sealed class WeightedLossTests
{
    private const double H = 1e-5;

    private static readonly double[] Logits = [.. new double[] { 1, 2, 5, 4, 1, 1, 1, 3, 6 }.Select(x => Math.Log(x))];

    private static readonly double[] Output = [1.5, -1, 0.25, 2, 0.5, -3], Target = [1, 1, 0.25, -1, 0, 2.5];

    /// <summary>
    /// Loss and gradient from PyTorch 1.13 in float64: the losses l of rows with reduction="none", then (l · w).sum() / w.sum(), with class
    /// weights by (w · W[y]).sum() where the classes are indices.
    /// </summary>
    private static readonly Dictionary<string, (LossCase Case, double[] Weights, double[] Gradient)> PyTorch = new()
    {
        ["cross-entropy"] = (
            new(new CrossEntropyLoss(), Logits, [1, 0, 2], 3, 0.5106354567813918),
            [0.3, 2.5, 1.2],
            [
                0.009375000000000001, -0.056249999999999994, 0.046875, -0.20833333333333337, 0.10416666666666669, 0.10416666666666669,
                0.029999999999999992, 0.09000000000000001, -0.12,
            ]),
        ["cross-entropy, class weights, smoothed"] = (
            new(new CrossEntropyLoss { Weight = [0.5, 2, 1], LabelSmoothing = 0.3 }, Logits, [1, 0, 2], 3, 1.1073766927221447),
            [0.3, 2.5, 1.2],
            [
                0.01659836065573771, -0.11434426229508199, 0.09774590163934425, 0.05464480874316938, -0.06830601092896173,
                0.013661202185792361, 0.021639344262295072, 0.045245901639344284, -0.06688524590163937,
            ]),
        ["cross-entropy, probabilities, class weights, smoothed"] = (
            new(
                new CrossEntropyLoss
                {
                    Targets = ClassTargets.Probabilities, Weight = [0.5, 2, 1], LabelSmoothing = 0.1,
                },
                Logits,
                [0.25, 0.75, 0, 0.5, 0.25, 0.25, 0, 0, 1],
                3, 1.276362549694269),
            [0.3, 2.5, 1.2],
            [
                0.005117187500000004, -0.07664062499999999, 0.0715234375, 0.2725694444444445, -0.2170138888888889, -0.05555555555555554,
                0.02549999999999999, 0.07150000000000001, -0.09699999999999998,
            ]),
        ["squared error"] = (
            new(new MseLoss(), Output, Target, 2, 10.980620155038759),
            [0.4, 1.75],
            [0.06201550387596899, -0.24806201550387597, 0.0, 1.6279069767441858, 0.2713178294573643, -2.9844961240310077]),
        ["Huber, by rows"] = (
            new(new HuberLoss(1.5) { Reduction = Reduction.BatchMean }, Output, Target, 2, 9.020348837209303),
            [0.4, 1.75],
            [0.09302325581395349, -0.27906976744186046, 0.0, 1.2209302325581395, 0.4069767441860465, -1.2209302325581395]),
        ["absolute error, sum"] = (
            new(new L1Loss { Reduction = Reduction.Sum }, Output, Target, 2, 16.75),
            [0.4, 1.75],
            [0.4, -0.4, 0.0, 1.75, 1.75, -1.75]),
        ["binary, logits"] = (
            new(new BceWithLogitsLoss(), Output, [.. Target.Select(t => 1 / (1 + Math.Exp(-t)))], 2, 1.537760089197717),
            [0.4, 1.75],
            [0.005365326980690775, -0.02865842835720991, 0.0, 0.1660073486920624, 0.03322539993848768, -0.2378686677367569]),
    };

    public static TheoryData<string> PyTorchNames => [.. PyTorch.Keys];

    public static TheoryData<string> Names => LossTests.Names;

    [Theory, MemberData(nameof(PyTorchNames))]
    public void A_weighted_loss_is_that_of_PyTorch(string name)
    {
        var (row, weights, expected) = PyTorch[name];
        var (loss, gradient) = row.Run(weights: weights);
        Assert.Equal(row.Expected, loss, 1e-13);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-13);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_whole_weight_is_so_many_rows(string name)
    {
        var row = LossTests.Cases[name];
        double[] weights = [.. Enumerable.Range(0, row.Rows).Select(i => (double)((i + 2) % 3))];
        int[] rows = [.. weights.SelectMany((w, i) => Enumerable.Repeat(i, (int)w))];
        var repeated = row with
        {
            Output = Rows(row.Output, row.Rows, rows), Target = Rows(row.Target, row.Rows, rows), Rows = rows.Length,
        };
        Assert.Equal(repeated.Run().Loss, row.Run(weights: weights).Loss, 1e-13 * Math.Max(1, row.Expected));
    }

    [Theory, MemberData(nameof(Names))]
    public void Equal_weights_change_a_mean_by_nothing(string name)
    {
        var row = LossTests.Cases[name];
        var isSum =
            row.Loss
            is ElementwiseLoss { Reduction: Reduction.Sum }
                or ClassLoss { Reduction: Reduction.Sum }
                or RowLoss { Reduction: Reduction.Sum };
        double[] weights = [.. Enumerable.Repeat(0.35, row.Rows)];
        Assert.Equal(row.Expected * (isSum ? 0.35 : 1), row.Run(weights: weights).Loss, 1e-14 * Math.Max(1, row.Expected));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_batch_without_weight_has_no_loss_and_no_gradient(string name)
    {
        var row = LossTests.Cases[name];
        var (loss, gradient) = row.Run(weights: new double[row.Rows]);
        Assert.Equal(0, loss);
        Assert.All(gradient, g => Assert.Equal(0, g));
    }

    /// <summary>Two equal labels take three steps; of a row with two the loss is infinite.</summary>
    [Theory]
    [InlineData(Reduction.Mean), InlineData(Reduction.Sum), InlineData(Reduction.BatchMean)]
    public void An_infinite_loss_of_a_row_without_weight_does_not_count(Reduction reduction)
    {
        var loss = new CtcLoss(2) { Reduction = reduction };
        double[] possible = [0.5, -1, 0.25, 2, 0.5, -3];
        var alone = new LossCase(loss, possible, [1, 2], 1, 0) { Places = [2] }.Run(weights: [2]);
        var both = new LossCase(loss, [.. possible, .. possible], [1, 2, 1, 1], 2, 0) { Places = [2] }.Run(weights: [2, 0]);
        Assert.Equal(alone.Loss, both.Loss, 1e-14);
        Assert.Equal([.. alone.Gradient, 0, 0, 0, 0, 0, 0], both.Gradient);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_is_that_of_central_differences(string name)
    {
        var row = LossTests.Cases[name];
        double[] weights = [.. Enumerable.Range(0, row.Rows).Select(i => 0.25 + (1.5 * i))];
        var gradient = row.Run(weights: weights).Gradient;
        for (var i = 0; i < row.Output.Length; i++)
        {
            if (row.Loss is L1Loss && row.Output[i] == row.Target[i]) continue;
            double[] up = [.. row.Output], down = [.. row.Output];
            (up[i], down[i]) = (up[i] + H, down[i] - H);
            Assert.Equal((row.Run(up, weights).Loss - row.Run(down, weights).Loss) / (2 * H), gradient[i], 1e-8);
        }
    }

    [Fact]
    public void A_loss_of_ones_own_takes_weights_if_it_says_so()
    {
        var x = Value.Input("x", ElementType.Float64, ["batch", 2]);
        var w = Value.Input("w", ElementType.Float64, ["batch"]);
        Assert.Contains(
            "Plain does not support row weights",
            Assert.Throws<NotSupportedException>(() => new Plain().Of(x, x, w)).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, new Weighted().Of(x, x, w).Rank);
        var columns = Value.Input("w", ElementType.Float64, ["batch", 2]);
        Assert.Contains(
            "[batch, 2]",
            Assert.Throws<ShapeException>(() => new MseLoss().Of(x, x, columns)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Rows(double[] elements, int count, int[] rows)
    {
        var width = elements.Length / count;
        return [.. rows.SelectMany(row => elements[(row * width)..((row + 1) * width)])];
    }

    private class Plain : Loss
    {
        public override TensorType TargetType(TensorType output) => output;

        public override Value Of(Value output, Value target) => (output - target).Abs().Sum();
    }

    private sealed class Weighted : Plain
    {
        public override Value Of(Value output, Value target, Value weights) => ((output - target).Abs().Sum(1) * weights).Sum();
    }
}
