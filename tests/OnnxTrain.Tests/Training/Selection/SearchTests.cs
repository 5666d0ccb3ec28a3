namespace OnnxTrain.Tests.Training;

public class SearchTests
{
    private sealed record Settings(double Number, string Name);

    [Fact]
    public void Settings_are_ranked_by_their_mean_score()
    {
        // All targets are 5, so a model that always answers c is off by |c − 5| in each fold.
        var told = new List<int>();
        var result = GridSearch.Run(
            from number in new[] { 1.0, 4.5, 9.0 }
            from name in new[] { "a", "b" }
            select new Settings(number, name),
            settings => SelectionModels.Always(settings.Number),
            SelectionModels.Targets(5, 5, 5, 5, 5, 5),
            new() { Folds = 3, Metric = new Rmse() },
            new Told<SearchTrial<Settings>>(trial => told.Add(trial.Trial)));

        Assert.Equal([3, 4, 1, 2, 5, 6], result.Trials.Select(t => t.Trial));
        Assert.Equal([0.5, 0.5, 4, 4, 4, 4], result.Trials.Select(t => t.Mean));
        Assert.Equal(0, result.Best.StandardDeviation);
        Assert.Equal(new Settings(4.5, "a"), result.Best.Settings);
        Assert.Equal([1, 2, 3, 4, 5, 6], told);
        Assert.Equal(7, result.ToString().Split('\n').Length);
        Assert.Matches(@"\n1 +0\.5000 +0\.0000 +0\.2500 +1 +only a\n", result.ToString(s => $"only {s.Name}"));
    }

    [Fact]
    public void A_higher_score_is_better_where_the_metric_says_so()
    {
        // The answer 5 is the mean of all targets, 7 is above each of them: its squared errors, and so its R², are worse in any fold.
        var result = GridSearch.Run(
            [7.0, 5.0],
            number => SelectionModels.Always(number),
            SelectionModels.Targets(4, 6, 4, 6, 4, 6),
            new() { Folds = 2 });
        Assert.Equal(5.0, result.Best.Settings);
        Assert.Equal("R²", result.MetricName);
    }

    [Fact]
    public void A_trial_that_diverges_comes_last_and_says_why()
    {
        var result = GridSearch.Run([1e30, 1e-3], Line, SelectionModels.Targets(1, 2, 3, 4), new() { Folds = 2 });
        Assert.Equal(1e-3, result.Best.Settings);
        Assert.StartsWith("Fold 1 of 2: The loss was no longer a finite number", result.Trials[1].Failure, StringComparison.Ordinal);
        Assert.True(double.IsNaN(result.Trials[1].Mean));
        Assert.Contains("diverged", result.ToString(), StringComparison.Ordinal);
        var none = GridSearch.Run([1e30], Line, SelectionModels.Targets(1, 2, 3, 4), new() { Folds = 2 });
        Assert.Contains(
            "All 1 trials diverged",
            Assert.Throws<InvalidOperationException>(() => none.Best).Message,
            StringComparison.Ordinal);

        static Estimator Line(double rate) =>
            new(
                () => Model.Regressor(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1])),
                (model, seed) => new Trainer(model, new Sgd(rate), options: new() { Seed = seed }));
    }

    [Fact]
    public void A_random_search_draws_the_same_for_a_seed_and_trial()
    {
        var three = Draws(3, seed: 1);
        Assert.Equal(three, Draws(3, seed: 1));
        Assert.Equal(three, Draws(5, seed: 1).Take(3));
        Assert.NotEqual(three, Draws(3, seed: 2));
        Assert.Equal(3, three.Distinct().Count());
    }

    [Fact]
    public void Distributions_are_what_they_are_called()
    {
        var random = new RandomDraw(3, trial: 0);
        var draws = Enumerable
            .Range(0, 4000)
            .Select(_ =>
                (
                    Uniform: random.Uniform(-2, 6), Log: random.LogUniform(1e-4, 1), Whole: random.Integer(3, 5),
                    Choice: random.Choice("a", "b")))
            .ToList();
        Assert.All(draws, d => Assert.InRange(d.Uniform, -2, 6));
        Assert.All(draws, d => Assert.InRange(d.Log, 1e-4, 1));

        // Means of 4000 draws: uniform 2 ± 4 · 8/√12/√4000; a quarter of the logarithms lie in each decade, ± 4 · √(0.1875/4000).
        Assert.Equal(2, draws.Average(d => d.Uniform), 0.15);
        Assert.Equal(0.25, draws.Count(d => d.Log < 1e-3) / 4000.0, 0.028);
        Assert.Equal(0.25, draws.Count(d => d.Log > 0.1) / 4000.0, 0.028);
        Assert.Equal([3, 4, 5], draws.Select(d => d.Whole).Distinct().Order());
        Assert.Equal(1 / 3.0, draws.Count(d => d.Whole == 5) / 4000.0, 0.03);
        Assert.Equal(0.5, draws.Count(d => d.Choice == "a") / 4000.0, 0.032);
    }

    [Fact]
    public void Draws_and_searches_without_sense_are_refused()
    {
        var random = new RandomDraw(0, 0);
        Assert.Throws<ArgumentException>(() => random.Uniform(1, 0));
        Assert.Throws<ArgumentException>(() => random.Uniform(0, double.NaN));
        Assert.Throws<ArgumentException>(() => random.LogUniform(0, 1));
        Assert.Throws<ArgumentException>(() => random.Integer(2, 1));
        Assert.Throws<ArgumentException>(() => random.Choice<int>());
        Assert.Throws<ArgumentException>(() =>
            GridSearch.Run(Array.Empty<double>(), n => SelectionModels.Always(n), SelectionModels.Targets(1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            RandomSearch.Run(r => r.Uniform(0, 1), 0, n => SelectionModels.Always(n), SelectionModels.Targets(1, 2)));
    }

    [Fact]
    public void Tables_are_searched_too()
    {
        var result = RandomSearch.Run(
            random => random.Choice(2, 4),
            2,
            hidden =>
                new(
                    train => TabularModel.Classifier(train, "class", hidden: [hidden]),
                    (model, seed) => new Trainer(model, new Adam(), options: new() { Seed = seed }))
                {
                    Epochs = 1,
                },
            SelectionModels.Points,
            new() { Folds = 2 });
        Assert.Equal("accuracy", result.MetricName);
        Assert.Equal(2, result.Trials.Count);
    }

    private static List<double> Draws(int trials, ulong seed) =>
        [
            .. RandomSearch
                .Run(
                    random => random.LogUniform(1, 100),
                    trials,
                    n => SelectionModels.Always(n),
                    SelectionModels.Targets(1, 2),
                    new() { Folds = 2, Seed = seed })
                .Trials.OrderBy(t => t.Trial)
                .Select(t => t.Settings),
        ];
}
