namespace OnnxTrain.Cli.Tests;

/// <summary>Losses, optimizers, schedules and penalties of <c>train</c>: each is what the library has under the name.</summary>
public sealed class FittingTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Settings =>
        [
            "--optimizer adamax", "--optimizer nadam", "--optimizer rmsprop --momentum 0.5", "--optimizer adagrad",
            "--optimizer sgd --momentum 0", "--optimizer adamw", "--optimizer radam", "--optimizer lamb", "--optimizer lion",
            "--optimizer adadelta", "--optimizer lars --momentum 0.5", "--optimizer lbfgs", "--schedule step", "--schedule step:2,0.5",
            "--schedule exponential:0.9", "--schedule exponential", "--schedule inverse-time", "--schedule polynomial:2",
            "--schedule cosine:0.1", "--schedule one-cycle", "--schedule cosine --warm-up 2", "--warm-up 2", "--clip-norm 0.1", "--l1 0.01",
            "--max-norm 0.5", "--average 0.9", "--label-smoothing 0.2", "--class-weights balanced",
        ];

    [Theory, MemberData(nameof(Settings))]
    public void A_setting_changes_what_is_learned_and_the_same_gives_the_same(string settings)
    {
        var plain = Weights();
        var (first, second) = (Weights(settings.Split(' ')), Weights(settings.Split(' ')));
        Assert.NotEqual(plain, first);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("--loss cross-entropy")]
    [InlineData("--optimizer adam")]
    [InlineData("--schedule constant")]
    [InlineData("--class-weights none")]
    [InlineData("--time-limit 1h")]
    public void The_usual_setting_changes_nothing(string settings) => Assert.Equal(Weights(), Weights(settings.Split(' ')));

    [Fact]
    public void Every_optimizer_of_the_library_is_on_offer_under_its_name()
    {
        var optimizers = typeof(Optimizer)
            .Assembly.GetExportedTypes()
            .Where(t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract)
            .ToList();
        Assert.Contains(typeof(AdaGrad), optimizers);
        Assert.Equal(optimizers.Count, Enum.GetValues<OptimizerKind>().Length);
        foreach (var type in optimizers)
            Assert.IsType(type, Of(new() { Data = "", Output = "", Optimizer = Enum.Parse<OptimizerKind>(type.Name) }).Optimizer());
    }

    /// <summary>Factors at epochs 0, 5 and 10 of 12, by the formulas of the schedules.</summary>
    [Theory]
    [InlineData("step", 1, 0.1, 0.01)]
    [InlineData("step:5", 1, 0.1, 0.01)]
    [InlineData("step:2,0.5", 1, 0.25, 0.03125)]
    [InlineData("exponential:0.5", 1, 0.03125, 0.0009765625)]
    [InlineData("inverse-time:0.2", 1, 0.5, 0.3333333333333333)]
    [InlineData("polynomial", 1, 0.5833333333333333, 0.1666666666666667)]
    [InlineData("polynomial:2", 1, 0.3402777777777778, 0.0277777777777778)]
    [InlineData("cosine", 1, 0.6294095225512604, 0.0669872981077807)]
    [InlineData("cosine:0.5", 1, 0.8147047612756302, 0.5334936490538904)]
    public void A_schedule_is_its_formula(string course, double first, double middle, double last)
    {
        var schedule = Schedule(12, course)!;
        Assert.Equal(ScheduleUnit.Epoch, schedule.Unit);
        Assert.Equal(
            [first, middle, last],
            new long[] { 0, 5, 10 }
                .Select(t => Math.Round(schedule.Factor(t, []), 12))
                .ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-11);
    }

    [Fact]
    public void A_warm_up_goes_before_the_course_and_shortens_it()
    {
        var schedule = Schedule(12, "cosine", warmUp: 2)!;
        Assert.Equal(
            [1.0 / 3, 2.0 / 3, 1, 0.5, 0],
            new long[] { 0, 1, 2, 7, 12 }.Select(t => schedule.Factor(t, [])),
            (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_plateau_falls_after_its_patience()
    {
        var schedule = Schedule(12, "plateau:0.5,2")!;
        Assert.Equal(1, schedule.Factor(4, [1, 2, 2]));
        Assert.Equal(0.5, schedule.Factor(5, [1, 2, 2, 2]));
        Assert.Equal(0.1, Schedule(12, "plateau")!.Factor(12, [1, .. Enumerable.Repeat(2.0, 11)]), 1e-12);
    }

    /// <summary>40 rows, of which 8 are held back, in steps of 10: 4 steps to an epoch.</summary>
    [Fact]
    public void One_cycle_counts_steps()
    {
        var schedule = Schedule(5, "one-cycle")!;
        Assert.Equal(ScheduleUnit.Step, schedule.Unit);
        Assert.Equal(1, schedule.Factor(5, []), 1e-12);
        Assert.Equal(1 / 25e4, schedule.Factor(19, []), 1e-12);
    }

    [Theory]
    [InlineData("--loss mse is for numbers; 'big' is predicted as a class", "--loss", "mse")]
    [InlineData("--momentum is for --optimizer sgd, rmsprop and lars", "--momentum", "0.9")]
    [InlineData("one-cycle has a warm-up of its own", "--schedule", "one-cycle", "--warm-up", "1")]
    [InlineData("--warm-up takes 3 of 3 epochs", "--epochs", "3", "--warm-up", "3")]
    public void Settings_that_do_not_go_together_are_refused(string message, params string[] options) =>
        ToolRun
            .Of(["train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], .. options])
            .Refuses(message);

    [Theory]
    [InlineData("--loss cross-entropy is for classes; 'x' is predicted as a number", "--loss", "cross-entropy")]
    [InlineData("--label-smoothing is for classes", "--label-smoothing", "0.1")]
    [InlineData("--class-weights balanced is for classes", "--class-weights", "balanced")]
    public void Settings_of_classes_are_refused_for_numbers(string message, params string[] options) =>
        ToolRun
            .Of(["train", _folder.Write("d.csv", Tables.Points()), "--target", "x", "--output", _folder["m.onnx"], .. options])
            .Refuses(message);

    [Theory]
    [InlineData("mse", typeof(MseLoss))]
    [InlineData("mae", typeof(L1Loss))]
    [InlineData("huber", typeof(HuberLoss))]
    [InlineData("huber:0.5", typeof(HuberLoss))]
    public void A_loss_of_numbers_is_the_one_of_its_name(string loss, Type type)
    {
        var data = _folder.Write("d.csv", Tables.Points());
        var run = ToolRun.Of("train", data, "--target", "x", "--output", _folder["m.onnx"], "--epochs", "2", "--loss", loss).Succeeds();
        Assert.Contains($"loss {loss}", run.Output, StringComparison.Ordinal);
        var kind = Enum.Parse<LossKind>(loss.Split(':')[0], ignoreCase: true);
        var request = new TrainRequest
        {
            Data = data, Output = "", Columns = new() { Targets = ["x"] },
            Fitting = new() { Loss = new(kind, loss.Contains(':', StringComparison.Ordinal) ? [0.5] : []) },
        };
        var prepared = TablePreparation.Prepare(request);
        Assert.IsType(type, new Fitting(request, prepared).Loss(TabularModel.Regressor(prepared.Table!, "x")));
    }

    /// <summary>Classes of 30 and 10 rows: 40 / (2 · 30) and 40 / (2 · 10).</summary>
    [Fact]
    public void Balanced_weights_are_those_of_scikit_learn()
    {
        var table = CsvTable.Parse(
            "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 9},{(i % 4 == 0 ? "rare" : "often")}\n")));
        var request = new TrainRequest
        {
            Data = "", Output = "", Columns = new() { Targets = ["y"] }, Validation = HeldOut.None,
            Fitting = new() { ClassWeights = ClassWeighting.Balanced },
        };
        var prepared = TablePreparation.Prepare(request, table);
        var loss = Assert.IsType<CrossEntropyLoss>(new Fitting(request, prepared).Loss(TabularModel.Classifier(prepared.Table!, "y")));
        Assert.Equal([40 / 60.0, 2], loss.Weight);
    }

    [Fact]
    public void A_time_limit_ends_training()
    {
        var run = ToolRun
            .Of(
                "train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", _folder["m.onnx"], "--time-limit", "0.2s",
                "--epochs", "100000000", "--patience", "0")
            .Succeeds();
        Assert.Contains("time limit 0.2 s", run.Output, StringComparison.Ordinal);
    }

    private byte[] Weights(params string[] settings)
    {
        var file = _folder[$"{Guid.NewGuid():N}.onnx"];
        ToolRun
            .Of([
                "train", _folder.Write("d.csv", Tables.Points()), "--target", "big", "--output", file, "--epochs", "6", "--hidden", "4",
                "--no-verify", "--patience", "0",
                .. settings,
            ])
            .Succeeds();
        return [.. TabularModel.Load(file).Parameters.SelectMany(p => p.ToTensor<float>().ToArray()).SelectMany(BitConverter.GetBytes)];
    }

    private LearningRateSchedule? Schedule(int epochs, string course, int warmUp = 0)
    {
        string[] args = ["train", "d.csv", "--schedule", course];
        var options = new FittingOptions();
        var command = new System.CommandLine.Command("train");
        foreach (var option in options.OfTraining) command.Add(option);
        var fitting = options.Request(command.Parse(args[2..])) with { WarmUp = warmUp };
        return Of(
                new()
                {
                    Data = _folder.Write("d.csv", Tables.Points()), Output = "", Columns = new() { Targets = ["big"] }, Epochs = epochs,
                    Options = TrainDefaults.Current.Options with { BatchSize = 10 }, Fitting = fitting,
                })
            .Schedule();
    }

    private static Fitting Of(TrainRequest request) => new(request, request.Data.Length == 0
        ? new("", CsvTable.Parse("x,y\n1,2\n"), null, [], [], [])
        : TablePreparation.Prepare(request));
}
