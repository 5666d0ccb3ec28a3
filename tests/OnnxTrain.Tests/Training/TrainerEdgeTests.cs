using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>What must not pass silently.</summary>
public sealed class TrainerEdgeTests
{
    [Fact]
    public void A_fixed_number_of_rows_is_refused()
    {
        var model = Model.Classifier(new Linear(2, 2), Value.Input("x", ElementType.Float32, [8, 2]), classes: 2);
        using var trainer = new Trainer(model, new Adam());
        Assert.Contains(
            "first axis",
            Assert.Throws<ArgumentException>(() => trainer.Fit(Spirals.Data(12), epochs: 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_update_that_makes_weights_infinite_is_a_divergence()
    {
        var (model, data) = Line(scale: 1);
        var before = model.Trained.Snapshot();
        using var trainer = new Trainer(model, new Sgd(1e39), options: new() { BatchSize = 64, Patience = 3 });
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(data, epochs: 1));
        Assert.Equal(before, model.Trained.Snapshot());
    }

    [Fact]
    public void After_a_divergence_the_optimizer_begins_anew()
    {
        var (model, sane) = Line(scale: 1);
        using var trainer = new Trainer(model, new Adam());
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Line(scale: 1e30f).Data, epochs: 2));
        Assert.Equal(StopReason.Completed, trainer.Fit(sane, epochs: 3).StopReason);
    }

    [Fact]
    public void A_model_is_fitted_by_one_trainer_at_a_time()
    {
        var model = Spirals.NewModel();
        using Trainer trainer = new(model, new Adam()),
            other = new(model, new Sgd(0.1));
        trainer.Fit(
            Spirals.Data(50), epochs: 1,
            progress: new Interruption(() =>
                Assert.Contains(
                    "Another trainer",
                    Assert.Throws<InvalidOperationException>(() => other.Fit(Spirals.Data(50), epochs: 1)).Message,
                    StringComparison.Ordinal)));
        Assert.Equal(StopReason.Completed, other.Fit(Spirals.Data(50), epochs: 1).StopReason);
        Assert.Equal(StopReason.Completed, trainer.Fit(Spirals.Data(50), epochs: 1).StopReason);
    }

    [Fact]
    public void Metadata_are_those_of_the_last_fit()
    {
        var model = Spirals.NewModel();
        using var trainer = new Trainer(model, new Adam());
        trainer.Fit(Spirals.Data(50), epochs: 2, validation: Spirals.Data(20));
        Assert.Contains("validation.loss", model.Metadata.Keys);
        trainer.Fit(Spirals.Data(50), epochs: 1);
        Assert.DoesNotContain("validation.loss", model.Metadata.Keys);
        Assert.Equal("1", model.Metadata["training.epochs"]);
    }

    [Fact]
    public void A_slot_reads_as_what_was_set()
    {
        Assert.Equal(Final(new TwoLines()), Final(new OneLine()));

        static byte[] Final(Optimizer optimizer)
        {
            var model = Spirals.NewModel();
            using var trainer = new Trainer(model, optimizer);
            trainer.Fit(Spirals.Data(50), epochs: 2);
            return model.Trained.Snapshot();
        }
    }

    [Fact]
    public void Predictions_of_many_rows_are_those_of_few()
    {
        var table = CsvTable.Parse(
            "x,c,y\n" + string.Join('\n', Enumerable.Range(0, 2500).Select(i => $"{i % 17}.5,{"abc"[i % 3]},{i % 5}.25")));
        var model = TabularModel.Regressor(table, "y");
        var all = model.Predict(table);
        Assert.Equal(2500, all.Count);
        Assert.Equal(all.Skip(1500).Take(3), model.Predict(table.Select([1500, 1501, 1502])), (a, b) => a.Value == b.Value);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Settings_out_of_range_are_refused(double beta)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = beta });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1) { Momentum = beta });
    }

    private static (Model Model, Dataset Data) Line(float scale)
    {
        float[] x = [.. Enumerable.Range(0, 64).Select(i => (i - 32) / 16f)];
        float[] y = [.. x.Select(v => v * scale)];
        var model = Model.Regressor(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1]));
        return (model, new(Tensor.Create(x, [64, 1]), Tensor.Create(y, [64, 1])));
    }

    private sealed class OneLine() : Optimizer(0.01)
    {
        public override Value Update(Value parameter, Value gradient, OptimizerState state) =>
            parameter - (state.LearningRate * (state["m"] = (state["m"] * 0.9) + gradient));
    }

    private sealed class TwoLines() : Optimizer(0.01)
    {
        public override Value Update(Value parameter, Value gradient, OptimizerState state)
        {
            state["m"] *= 0.9;
            state["m"] += gradient;
            return parameter - (state.LearningRate * state["m"]);
        }
    }

    private sealed class Interruption(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}
