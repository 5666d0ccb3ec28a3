namespace OnnxTrain.Tests.Training;

/// <summary>Training agrees with PyTorch, step by step.</summary>
public sealed class ReferenceRunTests
{
    private const double Tolerance = 1e-10;
    private const int Rows = 6, Inputs = 3, Hidden = 5;

    public static TheoryData<string, string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, string>();
            foreach (var r in ReferenceRun.All.Where(r => NewOptimizer(r.Optimizer) is not null)) runs.Add(r.Activation, r.Loss, r.Optimizer);
            return runs;
        }
    }

    [Fact]
    public void Every_run_whose_optimizer_exists_is_compared() => Assert.Equal(6, Runs.Count);

    [Theory]
    [MemberData(nameof(Runs))]
    public void Losses_gradients_and_weights_are_those_of_PyTorch(string activation, string loss, string optimizer)
    {
        var run = ReferenceRun.All.Single(r => (r.Activation, r.Loss, r.Optimizer) == (activation, loss, optimizer));
        var model = NewModel(run);
        using var step = new TrainingStep<double>(model, NewLoss(loss), NewOptimizer(optimizer)!);
        step.Prepare(Rows);
        ReferenceRun.Wave(Rows * Inputs, 10, 1.5).CopyTo(step.Features(0));
        FillTargets(step, run);

        AssertClose(run.FirstGradients, FirstGradients(model, run));
        var losses = run.Losses.Select(_ => step.Run(NewOptimizer(optimizer)!.LearningRate).Loss).ToArray();

        AssertClose([run.Losses], [losses]);
        AssertClose(run.FinalWeights, [.. model.Parameters.Select(p => p.Elements<double>().ToArray())]);
    }

    private static Model NewModel(ReferenceRun run)
    {
        var network = new Sequential(new Linear(Inputs, Hidden), NewActivation(run.Activation), new Linear(Hidden, run.Outputs));
        var model = new Model(network, Value.Input("x", ElementType.Float64, ["batch", Inputs]));
        for (var k = 0; k < 4; k++) model.Parameters[k].Assign<double>(ReferenceRun.Wave(model.Parameters[k].Count, k, 0.6));
        return model;
    }

    private static void FillTargets(TrainingStep<double> step, ReferenceRun run)
    {
        if (run.Loss == "mse") ReferenceRun.Wave(Rows * 2, 20, 1).CopyTo(step.Targets);
        for (var j = 0; j < Rows; j++)
        {
            if (run.Loss == "cross_entropy") step.Labels[j] = j % 2;
            if (run.Loss == "bce") step.Targets[j] = j % 2;
        }
    }

    private static double[][] FirstGradients(Model model, ReferenceRun run)
    {
        var type = NewLoss(run.Loss).TargetType(model.Output.Type);
        var target = Value.Input("target", type.ElementType, type.Shape);
        var gradients = NewLoss(run.Loss).Of(model.Output, target).Gradient([.. model.Parameters.Select(p => p.ToValue())]);
        using var evaluator = new Evaluator([.. model.Inputs, target], gradients);
        var x = TensorData.Of<double>(ReferenceRun.Wave(Rows * Inputs, 10, 1.5), [Rows, Inputs]);
        var y = run.Loss switch
        {
            "mse" => TensorData.Of<double>(ReferenceRun.Wave(Rows * 2, 20, 1), [Rows, 2]),
            "bce" => TensorData.Of<double>([0, 1, 0, 1, 0, 1], [Rows, 1]),
            _ => TensorData.Of<long>([0, 1, 0, 1, 0, 1], [Rows]),
        };
        return [.. evaluator.Run([x, y]).Select(g => (double[])g.Elements)];
    }

    private static void AssertClose(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (var j = 0; j < expected[i].Length; j++) Assert.InRange(actual[i][j], expected[i][j] - Tolerance, expected[i][j] + Tolerance);
        }
    }

    private static Module NewActivation(string name) => name switch
    {
        "sigmoid" => new Sigmoid(),
        "tanh" => new Tanh(),
        "relu" => new Relu(),
        "leaky_relu" => new LeakyRelu(),
        "elu" => new Elu(),
        "softplus" => new Softplus(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Loss NewLoss(string name) => name switch
    {
        "mse" => new MseLoss(),
        "cross_entropy" => new CrossEntropyLoss(),
        "bce" => new BceWithLogitsLoss(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static Optimizer? NewOptimizer(string name) => name switch
    {
        "sgd" => new Sgd(0.1),
        "momentum" => new Sgd(0.05) { Momentum = 0.9 },
        "nesterov" => new Sgd(0.05) { Momentum = 0.9, Nesterov = true },
        "sgd_l2" => new Sgd(0.1) { WeightDecay = 0.01 },
        "adam" => new Adam(0.02),
        "adamw" => new AdamW(0.02),
        _ => null,
    };
}
