using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Training;

/// <summary>Whatever changes the numbers of a run changes its identity, by which a checkpoint is known; the same run keeps it.</summary>
public class RunIdentityTests
{
    private static readonly Dataset Data = new(Tensor.Create(new float[16], [8, 2]), [0, 1, 2, 0, 1, 2, 0, 1], classes: 3);

    /// <summary>Settings of when a run ends and of what goes on around it: they may differ when it goes on.</summary>
    private static readonly string[] Outside = ["Backend", "Callbacks", "Checkpoint", "Diagnose", "LossThreshold", "Patience", "TimeLimit"];

    public static TheoryData<string> Types =>
        [
            .. from type in typeof(Trainer).Assembly.GetExportedTypes()
            where !type.IsAbstract && type != typeof(ContrastiveDivergenceLoss)
            where
                new[]
                {
                    typeof(Optimizer), typeof(LearningRateSchedule), typeof(Loss), typeof(Penalty), typeof(WeightConstraint),
                    typeof(ParameterGroup), typeof(ImageAugmentation), typeof(ElasticDeformation),
                }.Any(kind => kind.IsAssignableFrom(type))
            select type.Name,
        ];

    private static Dictionary<string, (Func<Model> One, Func<Model> Other)> Models { get; } = new()
    {
        ["seed"] = (() => NewModel(seed: 1), () => NewModel(seed: 2)),
        ["standard deviation"] = (() => Drawn(Initializer.Normal(0, 1)), () => Drawn(Initializer.Normal(0, 1.000001))),
        ["distribution"] = (() => Drawn(Initializer.Normal(0, 1)), () => Drawn(Initializer.Uniform(-1, 1))),
        ["constant"] = (() => Drawn(Initializer.Constant(0.1)), () => Drawn(Initializer.Constant(0.2))),
        ["gain"] = (() => Drawn(Initializer.Orthogonal(1)), () => Drawn(Initializer.Orthogonal(2))),
        ["rate of dropout"] = (() => Of(new Dropout(0.1)), () => Of(new Dropout(double.BitIncrement(0.1)))),
        ["slope"] = (() => Of(new LeakyRelu(0.01)), () => Of(new LeakyRelu(double.BitIncrement(0.01)))),
        ["epsilon"] = (() => Of(new LayerNorm([3])), () => Of(new LayerNorm([3], epsilon: double.BitIncrement(1e-5)))),
        ["order of axes"] = (() => Of(new Turned([0, 1, 3, 2])), () => Of(new Turned([0, 3, 2, 1]))),
        ["axis of a sum"] = (() => Of(new Summed(1)), () => Of(new Summed(2))),
    };

    public static TheoryData<string> Changes => [.. Models.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_setting_is_part_of_the_identity(string name)
    {
        var type = typeof(Trainer).Assembly.GetType($"OnnxTrain.{name}", throwOnError: true)!;
        var sweep = new SettingSweep(type);
        Assert.Equal(Of(sweep.Make()), Of(sweep.Make()));
        Assert.Empty(sweep.Unnoticed(Of));
    }

    [Fact]
    public void Every_setting_of_a_trainer_is_part_of_the_identity_but_those_of_its_end()
    {
        var sweep = new SettingSweep(typeof(TrainingOptions));
        Assert.Equal(
            Outside,
            sweep
                .Unnoticed(made => Of(new Trainer(NewModel(), new Sgd(0.1), options: (TrainingOptions)made), Data))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Contrastive_divergence_shows_its_settings()
    {
        var machine = new RestrictedBoltzmannMachine(3, 2);
        _ = new Model(machine, Value.Input("v", ElementType.Float32, ["batch", 3]));
        Assert.Empty(new SettingSweep(typeof(ContrastiveDivergenceLoss), ("machine", machine)).Unnoticed(Of));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_model_that_differs_is_another_run(string change)
    {
        var (one, other) = Models[change];
        Assert.Equal(Of(new Trainer(one(), new Sgd(0.1))), Of(new Trainer(one(), new Sgd(0.1))));
        Assert.NotEqual(Of(new Trainer(one(), new Sgd(0.1))), Of(new Trainer(other(), new Sgd(0.1))));
    }

    [Fact]
    public void Weights_that_have_moved_on_are_the_same_run()
    {
        var model = NewModel();
        var before = Of(new Trainer(model, new Sgd(0.1)));
        foreach (var parameter in model.Parameters) parameter.Assign<float>(new float[parameter.Count]);
        Assert.Equal(before, Of(new Trainer(model, new Sgd(0.1))));
    }

    [Fact]
    public void Data_of_other_values_types_or_shapes_are_other_data()
    {
        Dataset[] all =
        [
            Data,
            new(Tensor.Create(new float[16], [8, 2]), [0, 1, 2, 0, 1, 2, 0, 2], classes: 3),
            new(Tensor.Create(new double[8], [8, 1]), [0, 1, 2, 0, 1, 2, 0, 1], classes: 3),
            new(Tensor.Create(new long[8], [8, 1]), [0, 1, 2, 0, 1, 2, 0, 1], classes: 3),
            new(Tensor.Create(new float[16], [8, 2, 1]), [0, 1, 2, 0, 1, 2, 0, 1], classes: 3),
            new(Tensor.Create(new float[16], [8, 1, 2]), [0, 1, 2, 0, 1, 2, 0, 1], classes: 3),
        ];
        Assert.Equal(all.Length, all.Select(data => Of(new Trainer(NewModel(), new Sgd(0.1)), data)).Distinct().Count());
    }

    [Fact]
    public void A_schedule_of_the_users_own_is_known_by_its_words_and_its_factors()
    {
        Trainer With(LearningRateSchedule schedule) => new(NewModel(), new Sgd(0.1), options: new() { Schedule = schedule });
        LearningRateSchedule[] schedules =
        [
            new Table([1, 0.5]), new Table([1, 0.25]), new Table([1, 0.5, 0.5]), new Table([1, 0.5]) { Unit = ScheduleUnit.Step },
            new Worded(1), new Worded(2), new ConstantSchedule(1), new PlateauSchedule(), new PlateauSchedule(patience: 9),
        ];
        Assert.Equal(schedules.Length, schedules.Select(s => Of(With(s))).Distinct().Count());
        Assert.Equal(Of(With(new Table([1, 0.5]))), Of(With(new Table([1, 0.5]))));
    }

    private static Model NewModel(ulong seed = 1)
    {
        var model = Of(new Tanh());
        model.Initialize(seed);
        return model;
    }

    private static Model Of(Module middle) =>
        Model.Classifier(
            new Sequential(new Linear(2, 3), middle, new Linear(3, 3)), Value.Input("x", ElementType.Float32, ["batch", 2]), 3);

    private static Model Drawn(Initializer initializer) => Of(new Scaled(initializer));

    /// <summary>The identity of a run with a setting in its place.</summary>
    private static string Of(object setting) => setting switch
    {
        Trainer trainer => Of(trainer, Data),
        Loss loss => Text(loss),
        Optimizer optimizer => Of(new Trainer(NewModel(), optimizer), Data),
        LearningRateSchedule schedule => Of(new Trainer(NewModel(), new Sgd(0.1), options: new() { Schedule = schedule }), Data),
        Penalty penalty => Of(new Trainer(NewModel(), new Sgd(0.1), options: new() { Penalty = penalty }), Data),
        WeightConstraint constraint => Of(new Trainer(NewModel(), new Sgd(0.1), options: new() { Constraint = constraint }), Data),
        ParameterGroup group => Of(new Trainer(NewModel(), new Sgd(0.1) { WeightDecay = 0.01 }, options: new() { Groups = [group] }), Data),
        ElasticDeformation elastic => Of(new ImageAugmentation { Elastic = elastic }),
        ImageAugmentation augmentation => Of(new Trainer(NewModel(), new Sgd(0.1), options: new() { Augmentation = augmentation }), Data),
        _ => throw new NotSupportedException($"{setting}"),
    };

    private static string Of(Trainer trainer, Dataset data)
    {
        using (trainer)
        {
            var options = trainer.Options;
            using var step = new StepGraph(trainer.Model, trainer.Loss, trainer.Optimizer, options);
            return string.Join("\n", RunIdentity.Of(options, trainer.Model, trainer.Loss, trainer.Optimizer, step.Graph, data, null));
        }
    }

    /// <summary>The graph of a loss, for each shape of outputs that it takes: some settings show only with several positions.</summary>
    private static string Text(Loss loss)
    {
        var (refusal, texts) = ((ShapeException?)null, "");
        foreach (var shape in new Shape[] { ["batch", 3], ["batch", 3, 6], ["batch", 2, 3], ["batch", 3, 3] })
        {
            try
            {
                var output = Value.Input("y", ElementType.Float32, shape);
                var target = Value.Input("t", loss.TargetType(output.Type).ElementType, loss.TargetType(output.Type).Shape);
                texts += GraphText.Of(new([output, target], [loss.Of(output, target)]));
            }
            catch (ShapeException e)
            {
                refusal = e;
            }
        }

        return texts.Length > 0 ? texts : throw refusal!;
    }

    private sealed class Scaled(Initializer initializer) : Module
    {
        private Variable? _scale;

        public override Value Forward(Value x) => x.MatMul(_scale ??= Parameter("scale", [3, 3], initializer));
    }

    private sealed class Turned(int[] order) : Module
    {
        public override Value Forward(Value x) => x + x.Reshape(["batch", 3, 1, 1]).Expand(["batch", 3, 3, 3]).Transpose(order).Sum(2, 3);
    }

    private sealed class Summed(int axis) : Module
    {
        public override Value Forward(Value x) => x + (x.Unsqueeze(1) * x.Unsqueeze(2)).Sum(axis);
    }

    private sealed class Table(double[] factors) : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) => factors[time];
    }

    private sealed class Worded(int number) : LearningRateSchedule
    {
        public override double Factor(long time, IReadOnlyList<double> losses) => 1;

        public override string ToString() => $"worded {number}";
    }
}
