namespace OnnxTrain.Tests.Losses;

/// <summary>Losses far out, on their kinks, and misused.</summary>
public sealed class LossEdgeTests
{
    private static readonly TensorType Three = new(ElementType.Float32, ["batch", 3]);

    /// <summary>
    /// Output, target, loss, and gradient by the output: numbers that overflow or cancel unless the formula is written with care.
    /// </summary>
    private static readonly Dictionary<string, (LossCase Case, double[] Gradient)> Cases = new()
    {
        ["a confident right class"] = (new(new CrossEntropyLoss(), [1e4, -1e4, 0], [0], 1, 0), [0, 0, 0]),
        ["a confident wrong class"] = (new(new CrossEntropyLoss(), [1e4, -1e4, 0], [1], 1, 2e4), [1, -1, 0]),
        ["a confident wrong class, smoothed"] = (
            new(new CrossEntropyLoss { LabelSmoothing = 0.3 }, [1e4, -1e4, 0], [1], 1, (0.7 * 2e4) + (0.3 * 1e4)),
            [0.9, -0.8, -0.1]),
        ["a confident wrong distribution"] = (
            new(new CrossEntropyLoss { Targets = ClassTargets.Probabilities }, [1e4, -1e4, 0], [0, 0.5, 0.5], 1, 15e3),
            [1, -0.5, -0.5]),
        ["large scores of two classes"] = (new(new BceWithLogitsLoss(), [1e4, -1e4, 1e4, -1e4], [1, 0, 0, 1], 1, 5e3), [0, 0, 0.25, -0.25]),
        ["large margins"] = (new(new SoftMarginLoss(), [1e4, -1e4], [1, 1], 1, 5e3), [0, -0.5]),
        ["large differences"] = (new(new HuberLoss(), [1e200, -1e200], [0, 0], 1, 1e200), [0.5, -0.5]),
        ["impossible events"] = (new(new BceLoss(), [0, 1, 0, 1], [0, 1, 1, 0], 1, 50), [0.25, -0.25, 0, 0]),
        ["equal numbers"] = (new(new L1Loss(), [1, 2], [1, 2], 1, 0), [0, 0]),
        ["a Huber kink"] = (new(new HuberLoss(2), [2, -2], [0, 0], 1, 2), [1, -1]),
        ["a margin of one"] = (new(new HingeLoss(), [1, -1], [1, -1], 1, 0), [0, 0]),
        ["a focal loss without focus, a confident right class"] = (new(new FocalLoss { Gamma = 0 }, [1e4, -1e4, 0], [0], 1, 0), [0, 0, 0]),
        ["a focal loss without focus, a confident wrong class"] = (
            new(new FocalLoss { Gamma = 0 }, [1e4, -1e4, 0], [1], 1, 2e4),
            [1, -1, 0]),
        ["a focal loss with little focus, a confident right class"] = (
            new(new FocalLoss { Gamma = 0.3 }, [1e4, -1e4, 0], [0], 1, 0),
            [0, 0, 0]),
        ["a focal loss of two classes without focus"] = (
            new(new SigmoidFocalLoss { Gamma = 0, Alpha = null }, [1e4, -1e4, 1e4, -1e4], [1, 0, 0, 1], 1, 5e3),
            [0, 0, 0.25, -0.25]),
        ["classes that count nothing"] = (new(new CrossEntropyLoss { Weight = [0, 1, 2] }, [1, 2, 3], [0], 1, 0), [0, 0, 0]),
        ["classes that count nothing, probabilities"] = (
            new(new CrossEntropyLoss { Weight = [0, 1, 2], Targets = ClassTargets.Probabilities }, [1, 2, 3], [1, 0, 0], 1, 0),
            [0, 0, 0]),
        ["classes that count nothing, logarithms"] = (new(new NllLoss { Weight = [0, 1, 2] }, [-1, -2, -3], [0], 1, 0), [0, 0, 0]),
        ["classes that count nothing, focal"] = (new(new FocalLoss { Weight = [0, 1, 2] }, [1, 2, 3], [0], 1, 0), [0, 0, 0]),
        ["a distribution with zeros"] = (new(new KLDivLoss { Reduction = Reduction.Sum }, [-1, -2, -3], [0, 1, 0], 1, 2), [0, -1, 0]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Nothing_overflows_or_cancels(string name)
    {
        var (row, expected) = Cases[name];
        var (loss, gradient) = row.Run();
        Assert.Equal(row.Expected, loss, 1e-14 * Math.Max(1, row.Expected));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], gradient[i], 1e-14);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var x = Value.Input("x", Three.ElementType, Three.Shape);
        var column = Value.Input("t", ElementType.Float32, ["batch", 1]);
        Assert.Contains("[batch, 1]", Assert.Throws<ShapeException>(() => new MseLoss().Of(x, column)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "2 class weights",
            Assert.Throws<ShapeException>(() => new CrossEntropyLoss { Weight = [1, 2] }.TargetType(Three)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[batch, classes]",
            Assert.Throws<ShapeException>(() => new NllLoss().TargetType(new(ElementType.Float32, ["batch"]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new NllLoss { Weight = [1, -1] });
        Assert.Contains(
            "above 0",
            Assert.Throws<ArgumentException>(() => new DiceLoss { Weight = [0, 0] }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0));
        Assert.Throws<ShapeException>(() => new CrossEntropyLoss { Targets = ClassTargets.Probabilities }.Of(x, column));
    }
}
