using System.Globalization;
using OnnxTrain.Tests.Data;
using static System.FormattableString;

namespace OnnxTrain.Tests.Training;

/// <summary>Models of several targets: each is judged by itself, and the weighted sum of the losses decides.</summary>
public sealed class SeveralTargetTests : IDisposable
{
    private static readonly Target[] Both =
    [
        new ClassTarget("kind") { Weight = 0.5, Loss = new CrossEntropyLoss { Weight = [1, 3, 7] } },
        new NumberTarget("price") { Weight = 2 },
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Class and price follow from two columns, and a little noise.</summary>
    private static CsvTable Rows(int rows, int first = 0) => CsvTable.Parse(
        "x,z,kind,flag,price\n" + string.Concat(Enumerable.Range(first, rows).Select(i =>
        {
            var (x, z) = ((i * 37) % 101, (i * 53) % 97);
            return Invariant($"{x},{z},{(char)('a' + ((x + (i % 9)) / 40))},{(z > 50 ? "yes" : "no")},{(3 * x) - z + (i % 11)}\n");
        })));

    private static DataModel NewModel(CsvTable train, params Target[] targets) => DataModel.Create(
        train, [new NumberFeature("x"), new NumberFeature("z")], targets.Length == 0 ? Both : targets, new() { Hidden = [8], Seed = 1 });

    /// <summary>More rows than are run at once, so that a mean over batches differs from a mean over rows.</summary>
    [Fact]
    public void Losses_and_metrics_of_each_target_are_those_of_the_predictions()
    {
        var (train, validation) = (Rows(200), Rows(700, first: 300));
        var model = NewModel(train);
        using var trainer = new Trainer(model, new Adam(1e-2), options: new() { Seed = 1 });
        var last = trainer.Fit(train, epochs: 5, validation).Epochs[^1];

        Assert.Equal(
            ["kind loss", "kind accuracy", "kind F1", "price loss", "price R²", "price RMSE"],
            last.Targets.Select(s => $"{s.Target} {s.Metric}"));
        var scores = last.Targets.Select(s => s.Value).ToArray();
        Assert.Equal((0.5 * scores[0]) + (2 * scores[3]), last.ValidationLoss!.Value, 1e-12);

        var predictions = model.Predict(validation);
        var kinds = Enumerable.Range(0, 700).Select(row => validation["kind"].Text(row)[0] - 'a').ToArray();
        double[] prices = [.. validation["price"].Numbers.ToArray()];
        double[] guesses = [.. predictions.Select(p => (double)p["price"].Value)];
        double[] weights = [.. kinds.Select(kind => new[] { 1.0, 3, 7 }[kind])];
        Assert.Equal(
            kinds.Select((kind, row) => -weights[row] * Math.Log(predictions[row]["kind"].Probabilities[kind])).Sum() / weights.Sum(),
            scores[0], 1e-5);
        var right = predictions.Where((p, row) => p["kind"].Label == validation["kind"].Text(row)).Count();
        Assert.Equal(right / 700.0, scores[1]);
        var squares = prices.Zip(guesses, (a, b) => (a - b) * (a - b)).Average();
        Assert.Equal(Math.Sqrt(squares), scores[5], 1e-3);
        Assert.Equal(1 - (squares / prices.Average(p => (p - prices.Average()) * (p - prices.Average()))), scores[4], 1e-5);
        double[] learned = [.. train["price"].Numbers.ToArray()];
        Assert.Equal(squares / learned.Average(p => (p - learned.Average()) * (p - learned.Average())), scores[3], 1e-4);

        Assert.Equal(scores[1].ToString(CultureInfo.InvariantCulture), model.Metadata["validation.kind.accuracy"]);
        var found = model.EvaluateTargets(validation);
        Assert.Equal(scores[1], new Accuracy().Of(found["kind"]));
        Assert.Equal(scores[5], new Rmse().Of(found["price"]), 1e-9);
        Assert.Equal(found["price"].Outputs, model.EvaluateTargets(model.Encode(validation))["price"].Outputs);
        Assert.Throws<InvalidOperationException>(() => model.Evaluate(validation));
    }

    /// <summary>A target of weight 0.001 gets worse while the sum gets better; patience goes by the sum.</summary>
    [Fact]
    public void The_best_epoch_is_that_of_the_lowest_weighted_sum()
    {
        var (train, validation) = (Rows(60), Rows(60, first: 500));
        var model = NewModel(train, new ClassTarget("flag") { Weight = 0.001 }, new NumberTarget("price") { Weight = 10 });
        using var trainer = new Trainer(model, new Adam(5e-2), options: new() { Seed = 2, Patience = 4, BatchSize = 16 });
        var history = trainer.Fit(train, epochs: 60, validation);

        double[] sums = [.. history.Epochs.Select(e => (0.001 * e.Targets[0].Value) + (10 * e.Targets[3].Value))];
        Assert.Equal(Array.IndexOf(sums, sums.Min()) + 1, history.BestEpoch);
        var best = model.EvaluateTargets(validation);
        Assert.Equal(history.Best!.Targets[5].Value, new Rmse().Of(best["price"]), 1e-9);
    }

    [Fact]
    public void Histories_and_checkpoints_hold_the_scores()
    {
        var (train, validation) = (Rows(60), Rows(60, first: 500));
        var whole = Run(checkpoint: null, epochs: 4);
        _ = Run(new(In("run")), epochs: 2);
        var goneOn = Run(new(In("run")) { Resume = true }, epochs: 4);
        Assert.Equal(whole.Epochs.Select(e => e.Targets.Select(s => s)), goneOn.Epochs.Select(e => e.Targets.Select(s => s)));

        whole.Save(In("run.csv"));
        var table = CsvTable.Read(In("run.csv"));
        Assert.Equal(whole.Epochs.Select(e => e.Targets[1].Value), table["validation_kind_accuracy"].Numbers.ToArray());
        Assert.Equal(whole.Epochs.Select(e => e.Targets[5].Value), table["validation_price_RMSE"].Numbers.ToArray());

        History Run(CheckpointOptions? checkpoint, int epochs)
        {
            using var trainer = new Trainer(NewModel(train), new Adam(1e-2), options: new() { Seed = 1, Checkpoint = checkpoint });
            return trainer.Fit(train, epochs, validation);
        }
    }

    [Fact]
    public void An_ensemble_takes_the_mean_of_each_target_or_votes_on_classes()
    {
        var table = Rows(40);
        DataModel[] members = [NewModel(table), NewModel(table), NewModel(table)];
        for (var i = 0; i < members.Length; i++) members[i].Initialize((ulong)i);
        var all = members.Select(m => m.Predict(table)).ToList();
        var ensemble = Ensemble.Of(members);
        var predictions = ensemble.Predict(table);
        for (var row = 0; row < table.RowCount; row++)
        {
            Assert.Equal(all.Average(m => (double)m[row]["price"].Value), predictions[row]["price"].Value, 1e-3);
            for (var c = 0; c < 3; c++)
            {
                var mean = all.Average(m => (double)m[row]["kind"].Probabilities[c]);
                Assert.Equal(mean, predictions[row]["kind"].Probabilities[c], 1e-6);
            }
        }

        Assert.Equal(predictions.Select(p => (double)p["price"].Value), ensemble.EvaluateTargets(table)["price"].Outputs.ToArray());
        ensemble.ExportOnnx(In("e.onnx"));
        var loaded = DataModel.Load(In("e.onnx")).Predict(table);
        Assert.Equal(predictions.Select(p => p["price"].Value), loaded.Select(p => p["price"].Value));

        Refuses("the target 'price'", () => Ensemble.Of(members, EnsembleMethod.Vote));
        var other = NewModel(table, new ClassTarget("kind", ["b", "c"]), Both[1]);
        Refuses("its classes of 'kind' are b, c", () => Ensemble.Of([members[0], other]));
        Refuses("the class 'flag'", () => Ensemble.Of([members[0], NewModel(table, new ClassTarget("flag"), Both[1])]));

        DataModel[] voters = [.. members.Select((_, i) => NewModel(table, new ClassTarget("kind"), new ClassTarget("flag")))];
        for (var i = 0; i < voters.Length; i++) voters[i].Initialize((ulong)i);
        var votes = Ensemble.Of(voters, EnsembleMethod.Vote).Predict(table);
        var cast = voters.Select(v => v.Predict(table)).ToList();
        for (var row = 0; row < table.RowCount; row++)
        {
            foreach (var target in (string[])["kind", "flag"])
                Assert.Equal(cast.GroupBy(v => v[row][target].Label).Max(g => g.Count()) / 3f, votes[row][target].Confidence, 1e-6f);
        }
    }

    [Fact]
    public void Cross_validation_judges_by_the_loss_of_all_or_by_a_metric_of_one()
    {
        var table = Rows(60);
        var result = CrossValidation.Run(NewEstimator(), table, new() { Folds = 3, Seed = 5 });
        Assert.Equal("loss", result.MetricName);
        foreach (var fold in result.Folds)
        {
            Assert.Equal(fold.Loss, fold.Score);
            Assert.Equal((0.5 * fold.Targets[0].Value) + (2 * fold.Targets[3].Value), fold.Loss, 1e-12);
        }

        Assert.Equal(result.Folds.Average(f => f.Targets[4].Value), result.Targets[4].Value, 1e-12);
        Assert.Contains("price", result.ToString(), StringComparison.Ordinal);

        var ofKind = CrossValidation.Run(NewEstimator(), table, new() { Folds = 3, Seed = 5, Target = "kind" });
        Assert.Equal("kind.accuracy", ofKind.MetricName);
        Assert.All(ofKind.Folds, fold => Assert.Equal(fold.Targets[1].Value, fold.Score));
        var rmse = CrossValidation.Run(NewEstimator(), table, new() { Folds = 3, Seed = 5, Target = "price", Metric = new Rmse() });
        Assert.All(rmse.Folds, fold => Assert.Equal(fold.Targets[5].Value, fold.Score));

        Refuses("select one by the option Target", () => Run(new() { Folds = 3, Metric = new Accuracy() }));
        Refuses("There is no target 'cost'", () => Run(new() { Folds = 3, Target = "cost" }));
        Refuses("there are several targets", () => Run(new() { Folds = 3, Stratified = true }));

        void Run(CrossValidationOptions options) => CrossValidation.Run(NewEstimator(), table, options);

        static Estimator NewEstimator() => new(
            train => NewModel(train), (model, seed) => new Trainer(model, new Adam(1e-2), options: new() { Seed = seed }))
        {
            Epochs = 3,
        };
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private static void Refuses(string words, Action action) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
