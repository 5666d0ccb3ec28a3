namespace OnnxTrain.Tests.Training;

public class CrossValidationTests
{
    [Fact]
    public void Mean_and_standard_deviation_are_those_of_the_folds()
    {
        // (0.8 + 0.9 + 1)/3 = 0.9, √((0.1² + 0 + 0.1²)/2) = 0.1; (3 + 4 + 6)/3 = 4.33
        var result = new CrossValidationResult([Fold(1, 0.8, 3), Fold(2, 0.9, 4), Fold(3, 1.0, 6)], "accuracy", false);
        Assert.Equal(0.9, result.Mean, 12);
        Assert.Equal(0.1, result.StandardDeviation, 12);
        Assert.Equal(4, result.BestEpochs);
        Assert.Equal(3.5, result.MeanLoss, 12);
        Assert.Contains("0.9000 ± 0.1000", result.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, result.ToString().Split('\n').Length);
    }

    [Theory]
    [InlineData(4, 3, 4)]
    [InlineData(11, 10, 11)]
    [InlineData(10, 9, 10, 11, 11)]
    [InlineData(1, 0, 0)]
    public void The_best_epochs_are_the_rounded_mean_and_halves_go_upwards(int expected, params int[] best) =>
        Assert.Equal(expected, new CrossValidationResult([.. best.Select((b, i) => Fold(i + 1, 1, b))], "R²", false).BestEpochs);

    [Fact]
    public void The_score_of_a_fold_is_that_of_a_model_of_the_other_rows()
    {
        var table = SelectionModels.Numbers;
        var y = table["y"].Numbers.ToArray();
        var result = CrossValidation.Run(SelectionModels.MeanOfTargets(), table, new() { Folds = 3, Seed = 5, Metric = new Rmse() });

        Assert.Equal("RMSE", result.MetricName);
        Assert.True(result.LowerIsBetter);
        foreach (var (fold, found) in Folds.Plain(table.RowCount, 3, seed: 5).Zip(result.Folds))
        {
            var mean = fold.Train.Average(row => y[row]);
            Assert.Equal(Math.Sqrt(fold.Test.Average(row => (y[row] - mean) * (y[row] - mean))), found.Score, 1e-4);
            Assert.Equal((fold.Train.Length, fold.Test.Length), (found.TrainingRows, found.TestRows));
        }
    }

    [Fact]
    public void A_fold_is_an_ordinary_training_from_its_own_seed()
    {
        var table = SelectionModels.Points;
        var result = CrossValidation.Run(SelectionModels.Classifier(), table, new() { Folds = 4, Seed = 9 });
        var folds = Folds.Stratified(table["class"].CategoryIndices(), 4, seed: 9);

        Assert.Equal(4, result.Folds.Select(f => f.Seed).Distinct().Count());
        for (var i = 0; i < 4; i++)
        {
            var (train, test) = (table.Select(folds[i].Train), table.Select(folds[i].Test));
            var model = TabularModel.Classifier(train, "class", options: new() { Hidden = [4], Seed = result.Folds[i].Seed });
            using var trainer = new Trainer(model, new Adam(3e-2), options: new() { Seed = result.Folds[i].Seed, BatchSize = 4 });
            var history = trainer.Fit(train, 30, test);
            Assert.Equal(Losses(history), Losses(result.Folds[i].History));
            Assert.Equal(new Accuracy().Of(model.Evaluate(test)), result.Folds[i].Score);
            Assert.Equal(history.Epochs[^1].ValidationLoss!.Value, result.Folds[i].Loss, 1e-6);
        }
    }

    /// <summary>Nothing is learned from the groups that are tested on or watched, nor from what lies behind them in time.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Folds_by_group_and_by_time_learn_from_other_groups_and_earlier_rows(double validation)
    {
        var table = CsvTable.Parse(
            "x,who,day,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 7},p{i % 11},{(i * 17) % 30},{i % 5}\n")));
        string[] people = [.. Enumerable.Range(0, 60).Select(i => $"p{i % 11}")];
        int[] days = [.. Enumerable.Range(0, 60).Select(i => (i * 17) % 30)];
        string[] names = [.. people.Distinct().Order(StringComparer.Ordinal)];
        int[] groups = [.. people.Select(name => Array.IndexOf(names, name))];

        var byGroup = Learned(new() { Folds = 4, Seed = 3, Group = "who", Validation = validation, MaxParallelism = 1 });
        foreach (var (fold, learned) in Folds.Grouped(groups, 4, seed: 3).Zip(byGroup))
        {
            string[] used = [.. learned["who"].Categories];
            Assert.Empty(used.Intersect(fold.Test.Select(row => people[row])));
            Assert.Equal(learned.RowCount, people.Count(used.Contains));
            Assert.Equal(validation == 0, learned.RowCount == fold.Train.Length);
        }

        var byTime = Learned(new() { Folds = 4, Seed = 3, Time = "day", Validation = validation, MaxParallelism = 1 });
        foreach (var (fold, learned) in Folds.ByTime(days, 4).Zip(byTime))
        {
            var last = learned["day"].Numbers.ToArray().Max();
            Assert.True(last < fold.Test.Min(row => days[row]));
            Assert.Equal(learned.RowCount, days.Count(day => day <= last));
            Assert.Equal(validation == 0, learned.RowCount == fold.Train.Length);
        }

        Refuses("leave one of Group and Time out", new() { Group = "who", Time = "day" });
        Refuses("leave Stratified out", new() { Group = "who", Stratified = true });
        Refuses("There is no column 'whom'", new() { Group = "whom" });
        Refuses("number of groups, 11", new() { Group = "who", Folds = 12 });

        IEnumerable<CsvTable> Learned(CrossValidationOptions options)
        {
            var tables = new List<CsvTable>();
            var estimator = new Estimator(
                train =>
                {
                    tables.Add(train);
                    return TabularModel.Regressor(train, "y", hidden: [], options: new() { Ignore = ["who", "day"] });
                },
                (model, seed) => new Trainer(model, new Sgd(0.01), options: new() { Seed = seed }))
            {
                Epochs = 1,
            };
            CrossValidation.Run(estimator, table, options);
            return tables.Skip(1); // the first is of all rows
        }

        void Refuses(string words, CrossValidationOptions options) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(() => Learned(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Side_by_side_gives_the_bits_of_one_after_another()
    {
        var data = Spirals.Data(60);
        var one = CrossValidation.Run(SelectionModels.Spirals(), data, new() { Folds = 5, Seed = 2, MaxParallelism = 1 });
        var many = CrossValidation.Run(SelectionModels.Spirals(), data, new() { Folds = 5, Seed = 2, MaxParallelism = 5 });
        Assert.Equal(one.Folds.Select(f => f.Score), many.Folds.Select(f => f.Score));
        Assert.Equal(one.Folds.SelectMany(f => Losses(f.History)), many.Folds.SelectMany(f => Losses(f.History)));
        Assert.NotEqual(
            one.Folds.SelectMany(f => Losses(f.History)),
            CrossValidation.Run(SelectionModels.Spirals(), data, new() { Folds = 5, Seed = 3 }).Folds.SelectMany(f => Losses(f.History)));
    }

    [Fact]
    public void Rows_held_back_are_watched_instead_of_those_tested_on()
    {
        var result = CrossValidation.Run(SelectionModels.Spirals(), Spirals.Data(60), new() { Folds = 3, Validation = 0.25 });
        foreach (var fold in result.Folds)
        {
            Assert.Equal(40, fold.TrainingRows);
            Assert.NotEqual(fold.Loss, fold.History.Epochs[^1].ValidationLoss!.Value, 1e-6);
        }
    }

    [Fact]
    public void A_model_without_a_task_is_judged_by_its_loss()
    {
        var estimator = new Estimator(
            () => new Model(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1])),
            (model, seed) => new Trainer(model, new Sgd(0.1), options: new() { Seed = seed }))
        {
            Epochs = 2,
        };
        var result = CrossValidation.Run(estimator, SelectionModels.Targets(1, 2, 3, 4), new() { Folds = 2 });
        Assert.Equal("loss", result.MetricName);
        Assert.All(result.Folds, f => Assert.Equal(f.Loss, f.Score));
    }

    [Fact]
    public void The_recipe_trains_on_all_rows_for_the_mean_of_the_best_epochs()
    {
        var table = SelectionModels.Points;
        var refit = CrossValidation.Refit(SelectionModels.Classifier(patience: 2, epochs: 60), table, new() { Folds = 4, Seed = 3 });

        var wanted = (int)Math.Floor(refit.CrossValidation.Folds.Average(f => f.History.Epochs.MinBy(e => e.ValidationLoss)!.Epoch) + 0.5);
        Assert.Equal(wanted, refit.Epochs);
        Assert.Equal(wanted, refit.History.Epochs.Count);
        var model = TabularModel.Classifier(table, "class", options: new() { Hidden = [4], Seed = 3 });
        using var trainer = new Trainer(model, new Adam(3e-2), options: new() { Seed = 3, BatchSize = 4 });
        trainer.Fit(table, wanted);
        Assert.Equal(model.Trained.Snapshot(), refit.Model.Trained.Snapshot());
        Assert.Equal($"{wanted}", refit.Model.Metadata["training.kept_epoch"]);
    }

    [Fact]
    public void The_recipe_runs_on_tensors_too()
    {
        var refit = CrossValidation.Refit(SelectionModels.Spirals(), Spirals.Data(40), new() { Folds = 2 });
        Assert.Equal(refit.CrossValidation.BestEpochs, refit.History.Epochs.Count);
    }

    [Fact]
    public void Progress_tells_every_run_to_its_end()
    {
        var ended = new List<SelectionProgress>();
        var runs = new HashSet<int>();
        var progress = new Told<SelectionProgress>(p =>
        {
            runs.Add(p.Run);
            if (p.Training is null) ended.Add(p);
        });
        CrossValidation.Refit(SelectionModels.Spirals(), Spirals.Data(40), new() { Folds = 3, MaxParallelism = 3 }, progress);
        Assert.Equal([1, 2, 3, 4], runs.Order());
        Assert.Equal([1, 2, 3, 4], ended.Select(p => p.RunsDone));
        Assert.Equal([true, true, true, false], ended.Select(p => p.Score.HasValue));
        Assert.All(ended, p => Assert.Equal(4, p.Runs));
    }

    [Fact]
    public void Cancelling_ends_it()
    {
        using var source = new CancellationTokenSource();
        var progress = new Told<SelectionProgress>(p =>
        {
            if (p.Training?.Epoch == 3) source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CrossValidation.Run(SelectionModels.Spirals(epochs: 1_000_000), Spirals.Data(40), new() { Folds = 3 }, progress, source.Token));
    }

    [Fact]
    public void Of_several_folds_that_fail_the_first_is_told()
    {
        var estimator = new Estimator(
            () => Model.Regressor(new Linear(1, 1), Value.Input("x", ElementType.Float32, ["batch", 1])),
            (model, seed) => new Trainer(model, new Sgd(1e30), options: new() { Seed = seed }));
        var message = Assert
            .Throws<TrainingDivergedException>(() =>
                CrossValidation.Run(estimator, SelectionModels.Targets(1, 2, 3, 4), new() { Folds = 4, MaxParallelism = 4 }))
            .Message;
        Assert.StartsWith("Fold 1 of 4: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fold_whose_rows_do_not_do_is_named()
    {
        var table = CsvTable.Parse("x,class\n1,a\n2,a\n3,b\n4,b\n5,rare\n6,b\n");
        var estimator = new Estimator(
            train => TabularModel.Classifier(train, "class", hidden: [2]),
            (model, seed) => new Trainer(model, new Adam(), options: new() { Seed = seed }))
        {
            Epochs = 1,
        };
        var e = Assert.Throws<DataException>(() => CrossValidation.Run(estimator, table, new() { Folds = 3, Stratified = false }));
        Assert.Matches("^Fold [123] of 3: .*'rare'", e.Message);
    }

    [Theory]
    [InlineData("3 folds are too many for the 2 rows of the class 'rare' of 'class': use at most 2 folds", 3, null)]
    [InlineData("1 folds of 8 rows: the number of folds must be from 2", 1, false)]
    [InlineData("9 folds of 8 rows", 9, false)]
    public void Folds_that_do_not_fit_are_refused(string message, int folds, bool? stratified)
    {
        var table = CsvTable.Parse("x,class\n1,a\n2,a\n3,a\n4,b\n5,rare\n6,b\n7,rare\n8,b\n");
        var e = Assert.Throws<ArgumentException>(() =>
            CrossValidation.Run(SelectionModels.Classifier(), table, new() { Folds = folds, Stratified = stratified }));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Misuse_is_refused_in_words()
    {
        Refuses(
            "have regression targets",
            () => CrossValidation.Run(SelectionModels.MeanOfTargets(), SelectionModels.Numbers, new() { Folds = 2, Stratified = true }));
        Refuses(
            "creates models for tables",
            () => CrossValidation.Run(
                new((CsvTable train) => TabularModel.Classifier(train, "class"), (m, seed) => new Trainer(m, new Adam())),
                Spirals.Data(10)));
        Refuses("The column 'features' is float32", () => CrossValidation.Run(SelectionModels.Classifier(), Spirals.Data(10)));
        Refuses("creates models for rows in memory", () => CrossValidation.Run(SelectionModels.Spirals(), SelectionModels.Points));
        var model = Spirals.NewModel();
        Refuses(
            "the same model twice",
            () => CrossValidation.Run(new(() => model, (m, seed) => new Trainer(m, new Adam())), Spirals.Data(10), new() { Folds = 2 }));
        Refuses(
            "another model",
            () =>
                CrossValidation.Run(
                    new(() => Spirals.NewModel(), (_, seed) => new Trainer(model, new Adam())),
                    Spirals.Data(10),
                    new() { Folds = 2 }));
        Assert.Throws<InvalidOperationException>(() =>
            CrossValidation.Run(SelectionModels.Spirals(), Spirals.Data(10), new() { Folds = 2, Metric = new Rmse() }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossValidationOptions { Validation = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Estimator(() => model, (m, seed) => new Trainer(m, new Adam())) { Epochs = 0 });

        static void Refuses(string words, Action action) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(double, double?)> Losses(History history) => history.Epochs.Select(e => (e.TrainingLoss, e.ValidationLoss));

    private static FoldResult Fold(int number, double score, int best) =>
        new(number, 0, 10, 5, score, 3.5, new([], StopReason.Completed, best, "", TimeSpan.Zero));
}
