namespace OnnxTrain.Tests.Training.Diagnosis;

public sealed class TrainingAdviceTests
{
    [Fact]
    public void Gradients_vanish_in_a_deep_sigmoid_network()
    {
        Module[] layers = [.. Enumerable.Range(0, 8).SelectMany(i => new Module[] { new Linear(i == 0 ? 2 : 16, 16), new Sigmoid() })];
        var model = Model.Classifier(
            new Sequential([.. layers, new Linear(16, 2)]), Value.Input("x", ElementType.Float32, ["batch", 2]), classes: 2);
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { Diagnose = true });

        var advice = TrainingAdvice.Of(trainer.Fit(Spirals.Data(100), epochs: 3)).Single(a => a.Issue == TrainingIssue.VanishingGradients);

        Assert.Contains("the gradients of 0 are", advice.Text, StringComparison.Ordinal);
        Assert.Contains("of those of 16", advice.Text, StringComparison.Ordinal);
        Assert.Contains("·10⁻", advice.Text, StringComparison.Ordinal);
        Assert.Contains("ReLU", advice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_that_goes_well_needs_no_advice_on_its_layers()
    {
        var model = Model.Classifier(
            new Sequential(new Linear(2, 32), new Tanh(), new Linear(32, 32), new Tanh(), new Linear(32, 2)),
            Value.Input("x", ElementType.Float32, ["batch", 2]), classes: 2);
        using var trainer = new Trainer(model, new Adam(3e-3), options: new() { Diagnose = true });

        Assert.DoesNotContain(TrainingAdvice.Of(trainer.Fit(Spirals.Data(200), epochs: 8)), a => a.Issue != TrainingIssue.Unfinished);
    }

    [Theory]
    [InlineData(1e-7, 1, "Vanishing gradients: the gradients of a are 10⁻⁷ of those of b")]
    [InlineData(2.2e4, 1, "Exploding gradients: those of a are 2·10⁴ times those of b")]
    [InlineData(0, 1, "no gradient reaches a")]
    public void Gradients_are_compared_with_the_last_layer(double first, double last, string words) =>
        Assert.Contains(words, Assert.Single(TrainingAdvice.Of(Run(5, Layers(first, last, 1e-3, 1e-3)))).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(2e-3, 1, 1e-3, 1e-3)]
    [InlineData(900, 1, 0.09, 2e-6)]
    [InlineData(1, 0, 1e-3, 1e-3)]
    public void Within_the_limits_nothing_is_said(double first, double last, double firstRatio, double lastRatio) =>
        Assert.Empty(TrainingAdvice.Of(Run(5, Layers(first, last, firstRatio, lastRatio))));

    [Fact]
    public void Updates_are_compared_with_the_weights()
    {
        var advice = TrainingAdvice.Of(Run(5, Layers(1, 1, 0.25, 1e-8)));

        Assert.Equal([TrainingIssue.LargeUpdates, TrainingIssue.SmallUpdates], advice.Select(a => a.Issue));
        Assert.Contains("changes a by 0.25 of its weights", advice[0].Text, StringComparison.Ordinal);
        Assert.Contains("changes b by 10⁻⁸ of its weights", advice[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_epoch_is_no_rule()
    {
        EpochResult[] epochs = [.. Run(5, Layers(1, 1, 1e-3, 1e-3)).Epochs];
        epochs[2] = epochs[2] with { Layers = Layers(1e-9, 1, 0.5, 1e-3) };

        Assert.Empty(TrainingAdvice.Of(History(epochs, best: 5) with { StopReason = StopReason.EarlyStopping }));
    }

    [Theory]
    [InlineData(1, 1.1, 0.1, true)]
    [InlineData(1, 1.04, 0.1, false)] // hardly risen
    [InlineData(1, 1.1, 0.9, false)] // the training loss has risen too
    [InlineData(10, 1.3, 0.1, false)] // risen by less than a twentieth of 9
    [InlineData(10, 1.5, 0.1, true)] // risen by half
    public void Overfitting_is_a_rise_in_validation_while_training_falls(double first, double validation, double training, bool isFound)
    {
        EpochResult[] epochs =
        [
            .. Enumerable
                .Range(1, 20)
                .Select(e =>
                    e == 1 ? Epoch(e, 5, first)
                    : e <= 10 ? Epoch(e, 0.5, 1)
                    : Epoch(e, training, validation)),
        ];

        Assert.Equal(isFound, TrainingAdvice.Of(History(epochs, best: 2)).Any(a => a.Issue == TrainingIssue.Overfitting));
    }

    [Fact]
    public void A_lucky_epoch_is_no_overfitting()
    {
        EpochResult[] epochs = [.. Enumerable.Range(1, 30).Select(e => Epoch(e, 1.0 / e, e == 15 ? 0.5 : 1))];

        Assert.DoesNotContain(TrainingAdvice.Of(History(epochs, best: 15)), a => a.Issue == TrainingIssue.Overfitting);
    }

    [Fact]
    public void No_progress_and_an_early_end_are_told()
    {
        Assert.Equal(
            TrainingIssue.NoProgress,
            Assert.Single(TrainingAdvice.Of(History([.. Enumerable.Range(1, 6).Select(e => Epoch(e, 1))], best: 1))).Issue);
        Assert.Equal(
            TrainingIssue.Unfinished,
            Assert.Single(TrainingAdvice.Of(History([.. Enumerable.Range(1, 6).Select(e => Epoch(e, 1.0 / e))], best: 6))).Issue);
        Assert.Equal(
            TrainingIssue.Diverged,
            Assert.Single(TrainingAdvice.Of(History([Epoch(1, 1)], best: 1) with { StopReason = StopReason.Diverged })).Issue);
        Assert.Empty(TrainingAdvice.Of(History([], best: 0)));
    }

    [Fact]
    public void The_parameters_of_a_layer_count_together()
    {
        LayerDiagnosis[] layers = [new("a.weight", 3, 1, 1e-3), new("a.bias", 4, 0, null), new("b.weight", 5, 1, 1e-3)];

        var norms = LayerNorms.Of(Epoch(1, 1) with { Layers = layers });

        Assert.Equal(["a", "b"], norms.Select(n => n.Name));
        Assert.Equal([5, 5], norms.Select(n => n.Gradient));
    }

    private static LayerDiagnosis[] Layers(double first, double last, double firstRatio, double lastRatio) =>
        [new("a.weight", first, 1, firstRatio), new("b.weight", last, 1, lastRatio)];

    private static History Run(int epochs, LayerDiagnosis[] layers) =>
        History([.. Enumerable.Range(1, epochs).Select(e => Epoch(e, 1 - (0.15 * e)) with { Layers = layers })], best: epochs) with
        {
            StopReason = StopReason.EarlyStopping,
        };

    private static History History(EpochResult[] epochs, int best) =>
        new(epochs, StopReason.Completed, best, "accuracy", TimeSpan.FromSeconds(1));

    private static EpochResult Epoch(int number, double training, double? validation = null) =>
        new(number, training, null, validation, null, 1e-3, 0.1, 1000);
}
