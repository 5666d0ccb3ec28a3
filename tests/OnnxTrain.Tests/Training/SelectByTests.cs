using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>The best epoch is chosen by a metric.</summary>
public sealed class SelectByTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnxtrain-select-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<Metric> OfClasses => [new Accuracy(), new F1Score(), new LogLoss(), new RocAuc()];

    /// <summary>The weights are those of the epoch that the scores and losses of the history name, to the bit.</summary>
    [Theory]
    [MemberData(nameof(OfClasses))]
    public void The_weights_are_those_of_the_best_score_and_of_equal_ones_the_lowest_loss(Metric metric)
    {
        var model = Spirals.NewModel();
        var history = Fit(model, metric, epochs: 25);

        Assert.All(history.Epochs, epoch => Assert.NotNull(epoch.Score));
        var sign = metric.LowerIsBetter ? 1 : -1;
        var best = history.Epochs.OrderBy(epoch => sign * epoch.Score!.Value).ThenBy(epoch => epoch.ValidationLoss).First().Epoch;
        Assert.Equal(best, history.BestEpoch);
        double[] probabilities =
            [.. model.Predict(Spirals.Data(60, seed: 9)).SelectMany(row => row.Probabilities, (_, number) => (double)number)];
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row % 2)];
        Assert.Equal(history.Best!.Score!.Value, metric.Of(Predictions.OfClasses(probabilities, labels, classes: 2)), 1e-6);
        var other = Spirals.NewModel();
        Fit(other, metric: null, epochs: best, keepsLast: true);
        Assert.Equal(Weights(other), Weights(model));
    }

    [Fact]
    public void Patience_counts_epochs_without_a_better_score()
    {
        var metric = new Scripted(0.5, 0.6, 0.6, 0.55, 0.4, 0.7, 0.8);
        var model = Spirals.NewModel();
        var history = Fit(model, metric, epochs: 7, patience: 3);

        // Of the second and third epoch, which are equal, the loss chooses; none of the three after it is better but the sixth.
        var second = history.Epochs[2].ValidationLoss < history.Epochs[1].ValidationLoss ? 3 : 2;
        Assert.Equal(second == 3 ? 7 : 5, history.Epochs.Count);
        Assert.Equal(second == 3 ? 7 : second, history.BestEpoch);
    }

    [Fact]
    public void A_score_that_is_undefined_is_the_worst()
    {
        var history = Fit(Spirals.NewModel(), new Scripted(double.NaN, 0.1, double.NaN), epochs: 3);
        Assert.Equal(2, history.BestEpoch);
    }

    [Fact]
    public void A_run_that_is_resumed_keeps_the_best_epoch()
    {
        var whole = Spirals.NewModel();
        var expected = Fit(whole, new Accuracy(), epochs: 20);
        var part = Spirals.NewModel();
        Fit(part, new Accuracy(), epochs: 9, checkpoint: new(_folder.FullName));
        var resumed = Spirals.NewModel();
        var history = Fit(resumed, new Accuracy(), epochs: 20, checkpoint: new(_folder.FullName) { Resume = true });

        Assert.Equal(expected.BestEpoch, history.BestEpoch);
        Assert.Equal(expected.Epochs.Select(epoch => epoch.Score), history.Epochs.Select(epoch => epoch.Score));
        Assert.Equal(Weights(whole), Weights(resumed));
        var e = Assert.Throws<DataException>(
            () => Fit(Spirals.NewModel(), metric: null, epochs: 20, checkpoint: new(_folder.FullName) { Resume = true }));
        Assert.Contains("choice of the best epoch is accuracy; here it is nothing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_score_is_in_the_history_file()
    {
        var path = Path.Combine(_folder.FullName, "history.csv");
        var history = Fit(Spirals.NewModel(), new F1Score(), epochs: 2);
        history.Save(path);
        var lines = File.ReadAllLines(path);
        Assert.EndsWith(",validation_score", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(FormattableString.Invariant($",{history.Epochs[0].Score:R}"), lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_does_not_fit_the_model_is_refused_before_training() => Assert.Contains(
        "SelectBy does not fit the model: RMSE is a metric of regression.",
        Assert.Throws<InvalidOperationException>(() => Fit(Spirals.NewModel(), new Rmse(), epochs: 1)).Message, StringComparison.Ordinal);

    private static History Fit(
        Model model, Metric? metric, int epochs, int? patience = null, bool keepsLast = false, CheckpointOptions? checkpoint = null)
    {
        using var trainer = new Trainer(
            model, new Adam(3e-2),
            options: new()
            {
                Seed = 4, BatchSize = 16, SelectBy = metric, Patience = keepsLast ? null : patience ?? 100, Checkpoint = checkpoint,
            });
        return trainer.Fit(Spirals.Data(120), epochs, Spirals.Data(60, seed: 9));
    }

    private static float[] Weights(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.ToTensor<float>())];

    /// <summary>A metric whose values are known beforehand; the first is asked for by a check of the metric.</summary>
    private sealed class Scripted(params double[] values) : Metric
    {
        private int _next = -1;

        public override string Name => "scripted";

        public override double Of(Predictions predictions) => _next++ < 0 ? 0 : values[_next - 1];
    }
}
