using System.Numerics.Tensors;
using System.Text.Json;

namespace OnnxTrain.Tests.Training.Diagnosis;

public sealed class DiagnosisTests
{
    // The first gradients are PyTorch's; with plain SGD the update is the rate times the gradient.
    [Theory]
    [InlineData("sigmoid", "mse")]
    [InlineData("relu", "cross_entropy")]
    public void Norms_are_those_of_the_gradients_of_PyTorch(string activation, string loss)
    {
        const double rate = 0.1;
        var gradients = ReferenceRun.All.First(r => (r.Activation, r.Loss) == (activation, loss)).FirstGradients;
        var model = ReferenceNetwork.NewModel(activation, loss);
        double[] weights = [.. model.Parameters.Select(p => Length(p.Elements<double>()))];
        using var step = new TrainingStep<double>(model, ReferenceNetwork.NewLoss(loss), new Sgd(rate), new() { Diagnose = true });
        ReferenceNetwork.Fill(step, loss);
        Prepare(step, loss);

        step.Run(rate);

        Assert.True(step.WasDiagnosed);
        for (var k = 0; k < gradients.Length; k++)
        {
            Assert.Equal(Length(gradients[k]), step.Norms(n => n.Gradients)[k], 1e-9);
            Assert.Equal(weights[k], step.Norms(n => n.Weights)[k], 1e-12);
            Assert.Equal(rate * Length(gradients[k]), step.Norms(n => n.Updates)[k], 1e-9);
        }
    }

    public static TheoryData<string> Settings => ["plain", "dropout", "clip", "accumulate", "average", "constraint"];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Training_is_the_same_to_the_bit_with_and_without(string setting)
    {
        var (plain, plainHistory) = Train(setting, diagnose: false);
        var (diagnosed, history) = Train(setting, diagnose: true);

        Assert.Equal(plain, diagnosed);
        Assert.Equal(
            plainHistory.Epochs.Select(e => (e.TrainingLoss, e.ValidationLoss)),
            history.Epochs.Select(e => (e.TrainingLoss, e.ValidationLoss)));
        Assert.All(plainHistory.Epochs, e => Assert.Empty(e.Layers));
        Assert.All(history.Epochs, e => Assert.Equal(6, e.Layers.Count));
        Assert.All(
            history.Epochs.SelectMany(e => e.Layers),
            l => Assert.True(l is { GradientNorm: > 0, WeightNorm: >= 0, UpdateRatio: null or > 0 }, $"{l}"));
    }

    [Fact]
    public void Accumulated_gradients_are_those_of_the_whole_batch()
    {
        var whole = Fit(
            new(Spirals.NewModel(), new Sgd(0.01), options: new()
            {
                BatchSize = 100, Sampling = Sampling.InOrder, Diagnose = true,
            }));
        var parts = Fit(
            new(Spirals.NewModel(), new Sgd(0.01), options: new()
            {
                BatchSize = 20, AccumulationSteps = 5, Sampling = Sampling.InOrder, Diagnose = true,
            }));

        Assert.All(
            whole.Zip(parts),
            pair => Assert.Equal(pair.First.GradientNorm, pair.Second.GradientNorm, 1e-5 * pair.First.GradientNorm));

        static IReadOnlyList<LayerDiagnosis> Fit(Trainer trainer)
        {
            using (trainer) return trainer.Fit(Spirals.Data(100), epochs: 1).Epochs[0].Layers;
        }
    }

    [Fact]
    public void Gradients_too_small_to_square_in_float32_have_a_length()
    {
        var network = new Linear(1, 1);
        var model = Model.Regressor(network, Value.Input("x", ElementType.Float32, ["batch", 1]));
        foreach (var parameter in model.Parameters) parameter.Assign<float>([0]);
        using var trainer = new Trainer(model, new Sgd(0.1), options: new() { Diagnose = true });

        // d/db of (w x + b − y)² at w = b = 0 is −2 y, d/dw is −2 x y.
        var layers = trainer
            .Fit(new Dataset(Tensor.Create(new float[] { 1 }, [1, 1]), Tensor.Create(new float[] { 1e-30f }, [1, 1])), epochs: 1)
            .Epochs[0]
            .Layers;

        Assert.Equal([2e-30, 2e-30], layers.Select(l => l.GradientNorm), (a, b) => Math.Abs(a - b) < 1e-35);
        Assert.All(layers, l => Assert.Null(l.UpdateRatio));
    }

    [Fact]
    public void Dead_units_are_counted()
    {
        var network = new Sequential(new Linear(2, 5), new Relu(), new Linear(5, 3), new HardSwish(), new Linear(3, 2));
        var model = Model.Classifier(network, Value.Input("x", ElementType.Float32, ["batch", 2]), classes: 2);
        model.Parameters.Single(p => p.Name == "0.bias").Assign<float>([-100, 10, -100, 10, -100]);
        model.Parameters.Single(p => p.Name == "2.bias").Assign<float>([-1e6f, 10, 10]);
        using var trainer = new Trainer(model, new Sgd(1e-6), options: new() { Diagnose = true });

        var history = trainer.Fit(Spirals.Data(50), epochs: 1);

        Assert.Equal([new UnitDiagnosis("1", 5, 3), new UnitDiagnosis("3", 3, 1)], history.Epochs[0].Units);
        Assert.Equal(0.6, history.Epochs[0].Units[0].DeadShare);
        Assert.Contains(
            TrainingAdvice.Of(history),
            a => a.Issue == TrainingIssue.DeadUnits && a.Text.Contains("3 of 5 of 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_unit_that_lives_for_one_row_of_many_is_not_dead()
    {
        var model = Model.Classifier(
            new Sequential(new Linear(1, 1, bias: false), new Relu(), new Linear(1, 2)),
            Value.Input("x", ElementType.Float32, ["batch", 1]), classes: 2);
        model.Parameters[0].Assign<float>([1]);
        float[] rows = [.. Enumerable.Repeat(-1f, 1499), 1];
        using var counter = new DeadUnitCounter<float>(model);

        Assert.Equal(0, Assert.Single(counter.Count(Data(rows))).Dead);
        Assert.Equal(1, Assert.Single(counter.Count(Data(rows[..1499]))).Dead);

        static Dataset Data(float[] rows) => new(Tensor.Create(rows, [rows.Length, 1]), new int[rows.Length], classes: 2);
    }

    [Fact]
    public void The_history_file_holds_layers_and_units()
    {
        var model = Model.Classifier(
            new Sequential(new Linear(2, 4), new Relu(), new Linear(4, 2)), Value.Input("x", ElementType.Float32, ["batch", 2]),
            classes: 2);
        using var trainer = new Trainer(model, new Adam(), options: new() { Diagnose = true });
        var history = trainer.Fit(Spirals.Data(40), epochs: 2);
        var path = Path.GetTempFileName() + ".json";

        try
        {
            history.Save(path);
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var epoch = json.RootElement.GetProperty("epochs")[1];
            Assert.Equal(
                ["0.weight", "0.bias", "2.weight", "2.bias"],
                epoch.GetProperty("layers").EnumerateArray().Select(l => l.GetProperty("name").GetString()!));
            Assert.Equal(history.Epochs[1].Layers[0].GradientNorm, epoch.GetProperty("layers")[0].GetProperty("gradient_norm").GetDouble());
            Assert.Equal(4, epoch.GetProperty("units")[0].GetProperty("units").GetInt32());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Prepare(TrainingStep<double> step, string loss)
    {
        // The features and targets of the usual step, copied over.
        double[] features = [.. step.Features(0)];
        double[] targets = loss == "cross_entropy" ? [] : [.. step.Targets];
        long[] labels = loss == "cross_entropy" ? [.. step.Labels] : [];
        step.Prepare(ReferenceNetwork.Rows, diagnoses: true);
        features.CopyTo(step.Features(0));
        if (loss == "cross_entropy") labels.CopyTo(step.Labels);
        else targets.CopyTo(step.Targets);
    }

    private static (byte[] Weights, History History) Train(string setting, bool diagnose)
    {
        var model = Spirals.NewModel(dropout: setting == "dropout" ? 0.3 : 0);
        using var trainer = new Trainer(model, setting == "clip" ? new AdamW(1e-2) : new Sgd(0.05) { Momentum = 0.9 }, options: new()
        {
            Seed = 4,
            ClipNorm = setting == "clip" ? 0.1 : null,
            AccumulationSteps = setting == "accumulate" ? 2 : 1,
            AverageDecay = setting == "average" ? 0.9 : null,
            Constraint = setting == "constraint" ? new NormLimit(1) : null,
            Diagnose = diagnose,
        });
        var history = trainer.Fit(Spirals.Data(105), epochs: 4, Spirals.Data(40, seed: 2));
        return (model.Trained.Snapshot(), history);
    }

    private static double Length(ReadOnlySpan<double> elements) => TensorPrimitives.Norm(elements);
}
