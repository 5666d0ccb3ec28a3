namespace OnnxTrain.Tests.Training;

public class EnsembleTests
{
    [Fact]
    public void The_mean_is_the_mean_of_the_members_probabilities()
    {
        var table = SelectionModels.Points;
        var starts = RandomStarts.Run(SelectionModels.Classifier(epochs: 2), table, options: new() { Count = 3, Seed = 4 });
        var members = starts.Starts.Select(s => s.Model.Predict(table)).ToList();
        var predictions = starts.ToEnsemble().Predict(table);
        for (var row = 0; row < table.RowCount; row++)
        {
            double[] mean = [.. Enumerable.Range(0, 2).Select(c => members.Average(m => (double)m[row].Probabilities[c]))];
            for (var c = 0; c < 2; c++) Assert.Equal(mean[c], predictions[row].Probabilities[c], 1e-6);
            Assert.Equal(mean[0] >= mean[1] ? "high" : "low", predictions[row].Label);
        }

        Assert.NotEqual(members[0][0].Probabilities, members[1][0].Probabilities);
    }

    [Fact]
    public void Of_regressors_it_is_the_mean_of_predictions_in_the_targets_units()
    {
        var table = SelectionModels.Numbers;
        DataModel[] members =
        [
            .. Enumerable
                .Range(1, 3)
                .Select(seed => TabularModel.Regressor(table, "y", options: new() { Hidden = [seed + 1], Seed = (ulong)seed })),
        ];
        var all = members.Select(m => m.Predict(table)).ToList();
        var ensemble = Ensemble.Of(members);
        var predictions = ensemble.Predict(table);
        for (var row = 0; row < table.RowCount; row++) Assert.Equal(all.Average(m => (double)m[row].Value), predictions[row].Value, 1e-4);
        Assert.Equal(7, ensemble.Evaluate(table).RowCount);
        Assert.Equal(members.Sum(m => m.ParameterCount), ensemble.ParameterCount);
        Assert.Equal("members.0.linear1.weight", ensemble.Parameters[0].Name);
    }

    [Theory]
    [InlineData(2, new[] { 1 / 3f, 0, 2 / 3f }, 0, 2, 2)]
    [InlineData(0, new[] { 0.5f, 0.5f, 0 }, 1, 0)]
    [InlineData(1, new[] { 0, 0.5f, 0.5f }, 2, 2, 1, 1)]
    [InlineData(0, new[] { 1 / 3f, 1 / 3f, 1 / 3f }, 2, 1, 0)]
    [InlineData(1, new[] { 0.2f, 0.6f, 0.2f }, 1, 0, 1, 2, 1)]
    public void A_vote_goes_to_the_class_with_most_votes_and_a_tie_to_the_first(long label, float[] shares, params int[] votes)
    {
        var ensemble = Ensemble.Of(
            [.. votes.Select((vote, i) => SelectionModels.Fixed([.. Enumerable.Range(0, 3).Select(c => c == vote ? 0.1f + i : 0f)]))],
            EnsembleMethod.Vote);
        var answer = SelectionModels.Ask(ensemble);
        Assert.Equal(label, answer.Label);
        Assert.Equal(shares, answer.Probabilities);
    }

    [Fact]
    public void A_vote_and_a_mean_may_differ()
    {
        // Two members slightly for class 0, one strongly for class 1.
        Model[] members = [SelectionModels.Fixed(0.1f, 0), SelectionModels.Fixed(0.1f, 0), SelectionModels.Fixed(0, 9)];
        Assert.Equal(0, SelectionModels.Ask(Ensemble.Of(members, EnsembleMethod.Vote)).Label);
        var mean = SelectionModels.Ask(Ensemble.Of(members));
        Assert.Equal(1, mean.Label);
        Assert.Equal(((2 / (1 + Math.Exp(0.1))) + (1 / (1 + Math.Exp(-9)))) / 3, mean.Probabilities[1], 1e-6);
    }

    [Fact]
    public void An_ensemble_has_weights_of_its_own_and_dropout_is_gone()
    {
        Model[] members = [Spirals.NewModel(1, dropout: 0.5), Spirals.NewModel(2, dropout: 0.5)];
        var ensemble = Ensemble.Of(members);
        var before = ensemble.Trained.Snapshot();
        members[0].Initialize(seed: 9);
        Assert.Equal(before, ensemble.Trained.Snapshot());
        Assert.DoesNotContain(new Graph(ensemble.Inputs, [ensemble.Output]).Nodes, n => n.Op is DropoutOp);
    }

    [Fact]
    public void What_makes_no_ensemble_is_refused()
    {
        var (points, numbers) = (SelectionModels.Points, SelectionModels.Numbers);
        var (a, b) = (TabularModel.Classifier(points, "class", hidden: [2]), TabularModel.Classifier(points, "class", hidden: [3]));
        var regressor = TabularModel.Regressor(numbers, "y", hidden: [2]);
        Refuses("at least two members", () => Ensemble.Of([a]));
        Refuses("Only classifiers can vote", () => Ensemble.Of([regressor, regressor], EnsembleMethod.Vote));
        Refuses("Member 2: its task is Regression", () => Ensemble.Of([a, regressor]));
        Refuses("Member 2: it is itself an ensemble", () => Ensemble.Of([a, Ensemble.Of([a, b])]));
        Refuses(
            "preprocessing of the column 'x'",
            () => Ensemble.Of([a, TabularModel.Classifier(points.Select([.. Enumerable.Range(0, 20)]), "class", hidden: [2])]));
        Refuses("some take tensors", () => Ensemble.Of([a, Classifier("x"), a]));
        Refuses("Member 2: it takes y:", () => Ensemble.Of([Classifier("x"), Classifier("y")]));
        Refuses("its classes are", () => Ensemble.Of([SelectionModels.Fixed(0, 1), SelectionModels.Fixed(0, 1, 2)]));
        Refuses("is an ensemble, which cannot be trained", () => new Trainer(Ensemble.Of([a, b]), new Adam()));

        static void Refuses(string words, Action action) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

        // Raw columns as the table has them, but tensors.
        Model Classifier(string input) =>
            Model.Classifier(new Linear(1, 2), Value.Input(input, ElementType.Float32, ["batch", 1]), ["high", "low"]);
    }
}
