namespace OnnxTrain.Tests.Losses;

/// <summary>Losses against their formulas worked out by hand, and their gradients against central differences.</summary>
public sealed class LossTests
{
    private const double H = 1e-5;

    /// <summary>Two rows of two: differences 0.5, −2, 0, 3.</summary>
    private static readonly double[] Output = [1.5, -1, 0.25, 2], Target = [1, 1, 0.25, -1];

    /// <summary>Scores of −1 and 1: the margins y ŷ are 2, 0.5, −1, 0.</summary>
    private static readonly double[] Scores = [2, -0.5, 1, 0.0], Signs = [1, -1, -1, 1];

    /// <summary>Three rows of logits whose exponentials are (1, 2, 5), (4, 1, 1), (1, 3, 6), so that sums are 8, 6 and 10.</summary>
    private static readonly double[] Logits = [.. new double[] { 1, 2, 5, 4, 1, 1, 1, 3, 6 }.Select(x => Math.Log(x))];

    private static readonly double[] Labels = [1, 0, 2], Weights = [0.5, 2, 1];

    /// <summary>Logarithms of the probabilities of each row.</summary>
    private static readonly double[] Logarithms = [.. Logits.Select((x, i) => x - Math.Log(i < 3 ? 8 : i < 6 ? 6 : 10))];

    private static readonly double[] OneHot = [0, 1, 0, 1, 0, 0, 0, 0, 1], Soft = [0.25, 0.75, 0, 0.5, 0.25, 0.25, 0, 0, 1];

    // −ln p at the labels: p = 2/8, 4/6, 6/10
    private static readonly double[] Nll = [Math.Log(4), Math.Log(1.5), Math.Log(10 / 6.0)];

    /// <summary>Cosines 0.96, 0.96 and 0.</summary>
    private static readonly double[] Pairs = [3, 4, 4, 3, 3, 4, 4, 3, 1, 0, 0, 1], Alike = [1, -1, -1];

    /// <summary>Distances of the anchor 5 and 1, 1 and 5, 5 and √34; the last negative is 1 from its positive.</summary>
    private static readonly double[] Triplets = [0, 0, 3, 4, 0, 1, 0, 0, 1, 0, 0, 5, 0, 0, 3, 4, 3, 5];

    /// <summary>
    /// A row of two places and two classes: ¾ and ½ for class 0, the labels 0 and 1; and a row whose second place is class 0, ½.
    /// </summary>
    private static readonly double[] Maps = [Math.Log(3), 0, 0, 0, Math.Log(3), 0, 0, 0];

    /// <summary>Two steps of two classes: the probabilities of label 1 are ¾ and ½; the second row has no label.</summary>
    private static readonly double[] Steps = [0, 0, Math.Log(3), 0, 0, 0, Math.Log(3), 0];

    internal static readonly Dictionary<string, LossCase> Cases = new()
    {
        ["cosine embedding"] = new(new CosineEmbeddingLoss { Margin = 0.5 }, Pairs, Alike, 3, (0.04 + 0.46 + 0) / 3) { Places = [2] },
        ["cosine embedding, sum"] = new(
            new CosineEmbeddingLoss { Margin = -0.5, Reduction = Reduction.Sum }, Pairs, Alike, 3, 0.04 + 1.46 + 0.5)
        {
            Places = [2],
        },
        ["triplet margin"] = new(new TripletMarginLoss { Epsilon = 0 }, Triplets, [0, 0, 0], 3, (5 + 0 + 6 - Math.Sqrt(34)) / 3)
        {
            Places = [2],
        },
        ["triplet margin, swapped"] = new(
            new TripletMarginLoss
            {
                Epsilon = 0, Margin = 2, Swap = true, Reduction = Reduction.Sum,
            },
            Triplets,
            [0, 0, 0],
            3, 6 + 0 + 6)
        {
            Places = [2],
        },
        ["triplet margin, p 1"] = new(new TripletMarginLoss { Epsilon = 1e-3, P = 1 }, Triplets[..6], [0], 1, 6.998 - 1 + 1)
        {
            Places = [2],
        },
        ["focal"] = new(new FocalLoss(), Logits, Labels, 3, Enumerable.Range(0, 3).Sum(i => Focus(i, 2)) / 3),
        ["focal, γ 0.5"] = new(
            new FocalLoss { Gamma = 0.5, Reduction = Reduction.Sum }, Logits, Labels, 3,
            Enumerable.Range(0, 3).Sum(i => Focus(i, 0.5))),
        ["focal, γ 1, weights"] = new(
            new FocalLoss { Gamma = 1, Weight = Weights }, Logits, Labels, 3,
            ((2 * Focus(0, 1)) + (0.5 * Focus(1, 1)) + Focus(2, 1)) / 3.5),
        ["focal, γ 0 is cross-entropy"] = new(new FocalLoss { Gamma = 0 }, Logits, Labels, 3, Nll.Average()),
        ["binary focal"] = new(
            new SigmoidFocalLoss(),
            [Math.Log(3), 0, -Math.Log(4), 0],
            [1, 0, 0, 1],
            2,
            (
                (0.25 * 0.0625 * Math.Log(4 / 3.0))
                + (0.75 * 0.25 * Math.Log(2))
                + (0.75 * 0.04 * Math.Log(1.25))
                + (0.25 * 0.25 * Math.Log(2))
            ) / 4),
        ["binary focal, sum"] = new(
            new SigmoidFocalLoss
            {
                Alpha = null, Gamma = 1, Reduction = Reduction.Sum,
            },
            [Math.Log(3), 0, -Math.Log(4), 0],
            [1, 0, 0, 1],
            2,
            (0.25 * Math.Log(4 / 3.0)) + (0.5 * Math.Log(2)) + (0.2 * Math.Log(1.25)) + (0.5 * Math.Log(2))),
        ["Dice"] = new(
            new DiceLoss { Smoothing = 0.5 }, Maps,
            [0, 1, 0, 0],
            2,
            (Dice(2 / 2.75, 1.5 / 2.25) + Dice(3 / 3.75, 0.5 / 1.25)) / 2)
        {
            Places = [2],
        },
        ["Dice, weights"] = new(
            new DiceLoss { Smoothing = 0.5, Weight = [3, 1] }, Maps[..4],
            [0, 1],
            1,
            ((3 * (1 - (2 / 2.75))) + (1 - (1.5 / 2.25))) / 4)
        {
            Places = [2],
        },
        ["Dice, a place ignored"] = new(new DiceLoss { Smoothing = 0.5, IgnoreIndex = 7 }, Maps[..4], [0, 7], 1, Dice(2 / 2.25, 0.5 / 0.75))
        {
            Places = [2],
        },
        ["CTC"] = new(new CtcLoss(1), Steps, [1, -1], 2, -(Math.Log(0.875) + Math.Log(0.125)) / 2) { Places = [2] },
        ["CTC, sum, two equal labels that cannot be said"] = new(
            new CtcLoss(2) { ZeroInfinity = true, Reduction = Reduction.Sum }, Steps,
            [1, 1, 1, -1],
            2, -Math.Log(0.875))
        {
            Places = [2],
        },
        ["CTC, mean over labels, another blank"] = new(
            new CtcLoss(3) { Blank = 1, Padding = 1 }, Logits,
            [0, 2, 1],
            1, -Math.Log(Said()) / 2)
        {
            Places = [3],
        },

        ["squared error"] = Of(new MseLoss(), (0.25 + 4 + 0 + 9) / 4),
        ["squared error, sum"] = Of(new MseLoss { Reduction = Reduction.Sum }, 13.25),
        ["squared error, by rows"] = Of(new MseLoss { Reduction = Reduction.BatchMean }, 13.25 / 2),
        ["half squared error, sum"] = Of(new HalfSquaredErrorLoss { Reduction = Reduction.Sum }, 13.25 / 2),
        ["half squared error"] = Of(new HalfSquaredErrorLoss(), 13.25 / 8),
        ["absolute error"] = Of(new L1Loss(), 5.5 / 4),
        ["absolute error, sum"] = Of(new L1Loss { Reduction = Reduction.Sum }, 5.5),
        ["Huber, δ 1"] = Of(new HuberLoss(), (0.125 + 1.5 + 0 + 2.5) / 4),
        ["Huber, δ 2.5"] = Of(new HuberLoss(2.5) { Reduction = Reduction.Sum }, 0.125 + 2 + 0 + (2.5 * 1.75)),
        ["exponential"] = OfScores(new ExponentialLoss(), (Math.Exp(-2) + Math.Exp(-0.5) + Math.E + 1) / 4),
        ["exponential, sum"] = OfScores(new ExponentialLoss { Reduction = Reduction.Sum }, Math.Exp(-2) + Math.Exp(-0.5) + Math.E + 1),
        ["soft margin"] = OfScores(
            new SoftMarginLoss(),
            (Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(-0.5)) + Math.Log(1 + Math.E) + Math.Log(2)) / 4),
        ["hinge"] = OfScores(new HingeLoss(), (0 + 0.5 + 2 + 1) / 4),
        ["hinge, sum"] = OfScores(new HingeLoss { Reduction = Reduction.Sum }, 3.5),
        ["squared hinge"] = OfScores(new SquaredHingeLoss(), (0 + 0.25 + 4 + 1) / 4),
        ["binary, logits"] = new(
            new BceWithLogitsLoss(),
            [Math.Log(3), 0, -Math.Log(4), 0],
            [1, 0, 0, 0.5],
            2,
            (Math.Log(4 / 3.0) + Math.Log(2) + Math.Log(1.25) + Math.Log(2)) / 4),
        ["binary, probabilities"] = new(
            new BceLoss(),
            [0.75, 0.5, 0.2, 0.5],
            [1, 0, 0, 0.5],
            2,
            (Math.Log(4 / 3.0) + Math.Log(2) + Math.Log(1.25) + Math.Log(2)) / 4),
        ["KL divergence"] = new(new KLDivLoss { Reduction = Reduction.BatchMean }, Logarithms, Soft, 3, Divergence / 3),
        ["KL divergence, mean"] = new(new KLDivLoss(), Logarithms, Soft, 3, Divergence / 9),
        ["KL divergence, targets as logarithms"] = new(
            new KLDivLoss { LogTarget = true, Reduction = Reduction.Sum }, Logarithms,
            [.. Enumerable.Repeat(Math.Log(1 / 3.0), 9)],
            3,
            Enumerable.Range(0, 9).Sum(i => (Math.Log(1 / 3.0) - Logarithms[i]) / 3)),
        ["likelihood"] = new(new NllLoss(), Logarithms, Labels, 3, Nll.Average()),
        ["likelihood, weights"] = new(new NllLoss { Weight = Weights }, Logarithms, Labels, 3, Weighted / 3.5),
        ["likelihood, weights, sum"] = new(new NllLoss { Weight = Weights, Reduction = Reduction.Sum }, Logarithms, Labels, 3, Weighted),
        ["cross-entropy"] = new(new CrossEntropyLoss(), Logits, Labels, 3, Nll.Average()),
        ["cross-entropy, sum"] = new(new CrossEntropyLoss { Reduction = Reduction.Sum }, Logits, Labels, 3, Nll.Sum()),
        ["cross-entropy, weights"] = new(new CrossEntropyLoss { Weight = Weights }, Logits, Labels, 3, Weighted / 3.5),
        ["cross-entropy, weights, by rows"] = new(
            new CrossEntropyLoss { Weight = Weights, Reduction = Reduction.BatchMean }, Logits, Labels, 3, Weighted / 3),
        ["cross-entropy, smoothed"] = new(
            new CrossEntropyLoss { LabelSmoothing = 0.3 }, Logits, Labels, 3,
            (0.7 * Nll.Average()) + (0.3 * -Logarithms.Average())),
        ["cross-entropy, weights, smoothed"] = new(
            new CrossEntropyLoss { Weight = Weights, LabelSmoothing = 0.3 }, Logits, Labels, 3,
            ((0.7 * Weighted) + (0.3 * Even / 3)) / 3.5),
        ["cross-entropy, one-hot"] = new(new CrossEntropyLoss { Targets = ClassTargets.Probabilities }, Logits, OneHot, 3, Nll.Average()),
        ["cross-entropy, probabilities"] = new(
            new CrossEntropyLoss { Targets = ClassTargets.Probabilities }, Logits, Soft, 3,
            SoftSum(_ => 1) / 3),
        ["cross-entropy, probabilities, weights"] = new(
            new CrossEntropyLoss { Targets = ClassTargets.Probabilities, Weight = Weights }, Logits, Soft, 3,
            SoftSum(c => Weights[c]) / 3),
        ["cross-entropy, probabilities, weights, smoothed"] = new(
            new CrossEntropyLoss
            {
                Targets = ClassTargets.Probabilities, Weight = Weights, LabelSmoothing = 0.3, Reduction = Reduction.Sum,
            },
            Logits, Soft, 3,
            (0.7 * SoftSum(c => Weights[c])) + (0.3 * Even / 3)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>Losses whose kinks the points above lie on.</summary>
    private static readonly string[] Kinks = ["absolute error", "absolute error, sum"];

    // 2 · −ln p of row 0, ½ of row 1, 1 of row 2
    private static double Weighted => (2 * Nll[0]) + (0.5 * Nll[1]) + Nll[2];

    /// <summary>
    /// The probability of the labels 0 and 2 in the three steps of three classes that <see cref="Logits"/> are, class 1 the blank.
    /// </summary>
    private static double Said()
    {
        var p = (int c, int t) => Math.Exp(Logits[(3 * c) + t]) / Enumerable.Range(0, 3).Sum(k => Math.Exp(Logits[(3 * k) + t]));
        int[][] paths = [[0, 0, 2], [0, 2, 2], [0, 2, 1], [0, 1, 2], [1, 0, 2]];
        return paths.Sum(path => p(path[0], 0) * p(path[1], 1) * p(path[2], 2));
    }

    /// <summary>(1 − p)^γ · −ln p of a row.</summary>
    private static double Focus(int row, double gamma) => Math.Pow(1 - Math.Exp(-Nll[row]), gamma) * Nll[row];

    private static double Dice(double first, double second) => 1 - ((first + second) / 2);

    private static double Even => -Enumerable.Range(0, 9).Sum(i => Weights[i % 3] * Logarithms[i]);

    private static double Divergence => Enumerable.Range(0, 9).Sum(i => Soft[i] == 0 ? 0 : Soft[i] * (Math.Log(Soft[i]) - Logarithms[i]));

    [Fact]
    public void Every_loss_has_a_row()
    {
        var losses = typeof(Loss).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract).ToList();
        Assert.Contains(typeof(KLDivLoss), losses);

        // Its gradient is by a machine's parameters, not by the output: ContrastiveDivergenceTests.
        losses.Remove(typeof(ContrastiveDivergenceLoss));
        Assert.Empty(losses.Except(Cases.Values.Select(c => c.Loss.GetType())).Select(type => type.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_loss_is_its_formula(string name) =>
        Assert.Equal(Cases[name].Expected, Cases[name].Run().Loss, 1e-14 * Math.Max(1, Cases[name].Expected));

    [Theory, MemberData(nameof(Names))]
    public void Its_gradient_is_that_of_central_differences(string name)
    {
        var row = Cases[name];
        var gradient = row.Run().Gradient;
        for (var i = 0; i < row.Output.Length; i++)
        {
            if (Kinks.Contains(name) && row.Output[i] == row.Target[i]) continue;
            double[] up = [.. row.Output], down = [.. row.Output];
            (up[i], down[i]) = (up[i] + H, down[i] - H);
            Assert.Equal((row.Run(up).Loss - row.Run(down).Loss) / (2 * H), gradient[i], 1e-8);
        }
    }

    private static LossCase Of(Loss loss, double expected) => new(loss, Output, Target, 2, expected);

    private static LossCase OfScores(Loss loss, double expected) => new(loss, Scores, Signs, 2, expected);

    private static double SoftSum(Func<int, double> weight) => -Enumerable.Range(0, 9).Sum(i => weight(i % 3) * Soft[i] * Logarithms[i]);
}
