using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training.Hooks;

/// <summary>Metrics of the user's own, in training and in validation.</summary>
public class CustomMetricTests
{
    [Fact]
    public void A_metric_of_ones_own_is_told_of_training_and_validation()
    {
        // y = 2 x from the weight 0.5 at a rate of nearly nothing: |0.5 x − 2 x| = 1.5 |x| before and after.
        var model = Model.Regressor(new Linear(1, 1, bias: false), Value.Input("x", ElementType.Float64, ["batch", 1]));
        model.Parameters[0].Assign<double>([0.5]);
        using var trainer = new Trainer(model, new Sgd(1e-15), options: new()
        {
            BatchSize = 2,
            Metrics =
            [
                new("mae", (output, target) => (output - target).Abs().Mean()), new("largest", (output, target) => (output - target).Max()),
            ],
        });
        var history = trainer.Fit(Line(1, -2, 6), epochs: 1, validation: Line(4, -8));
        var (mae, largest) = (history.Epochs[0].Metrics[0], history.Epochs[0].Metrics[1]);
        Assert.Equal("mae", mae.Name);
        Assert.Equal(1.5 * (1 + 2 + 6) / 3, mae.Training, 1e-9);
        Assert.Equal(1.5 * (4 + 8) / 2, mae.Validation!.Value, 1e-9);
        Assert.Equal(1.5 * 8, largest.Validation!.Value, 1e-9);
        var file = Path.GetTempFileName();
        history.Save(file);
        Assert.EndsWith(
            ",training_mae,validation_mae,training_largest,validation_largest", File.ReadLines(file).First(), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Metrics_of_an_epoch_that_was_interrupted_are_those_of_the_whole()
    {
        var folder = Directory.CreateTempSubdirectory("onnxtrain-metrics").FullName;
        var whole = Fit(null, int.MaxValue);
        Fit(folder, 6);
        var resumed = Fit(folder, int.MaxValue);
        Assert.Equal(whole.Epochs.SelectMany(e => e.Metrics), resumed.Epochs.SelectMany(e => e.Metrics));
        Directory.Delete(folder, recursive: true);

        static History Fit(string? folder, int interruptedAfter)
        {
            using var cancel = new CancellationTokenSource();
            using var trainer = new Trainer(Spirals.NewModel(), new Adam(), options: new()
            {
                BatchSize = 16, Checkpoint = folder is null ? null : new(folder) { Resume = true },
                Metrics = [new("largest logit", (output, _) => output.Max())],
                Callbacks =
                [
                    TrainingCallback.EachStep(context =>
                    {
                        if (context.Step == interruptedAfter) cancel.Cancel();
                    }),
                ],
            });
            return trainer.Fit(Spirals.Data(64), epochs: 3, Spirals.Data(20), cancellationToken: cancel.Token);
        }
    }

    [Fact]
    public void A_metric_that_is_no_scalar_is_refused_by_name()
    {
        using var trainer = new Trainer(Spirals.NewModel(), new Adam(), options: new() { Metrics = [new("rows", (output, _) => output)] });
        var message = Assert.Throws<ShapeException>(() => trainer.Fit(Spirals.Data(8), epochs: 1)).Message;
        Assert.Contains("'rows'", message, StringComparison.Ordinal);
    }

    private static Dataset Line(params double[] x) =>
        new(Tensor.Create(x, [x.Length, 1]), Tensor.Create(Array.ConvertAll(x, v => 2 * v), [x.Length, 1]));
}
