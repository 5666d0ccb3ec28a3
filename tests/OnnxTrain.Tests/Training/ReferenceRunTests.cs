namespace OnnxTrain.Tests.Training;

/// <summary>Training agrees with PyTorch, step by step.</summary>
public sealed class ReferenceRunTests
{
    private const double Tolerance = 1e-10;
    private const int Rows = ReferenceNetwork.Rows, Inputs = ReferenceNetwork.Inputs;

    public static TheoryData<string, string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string, string>();
            foreach (var r in ReferenceRun.All.Concat(ReferenceRun.More)) runs.Add(r.Activation, r.Loss, r.Optimizer);
            return runs;
        }
    }

    [Fact]
    public void Every_run_is_compared()
    {
        Assert.Equal(8, ReferenceRun.All.Count);
        Assert.Equal(18, Runs.Count);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Losses_gradients_and_weights_are_those_of_PyTorch(string activation, string loss, string optimizer)
    {
        var run = ReferenceRun
            .All.Concat(ReferenceRun.More)
            .Single(r => (r.Activation, r.Loss, r.Optimizer) == (activation, loss, optimizer));
        var model = ReferenceNetwork.NewModel(activation, loss);
        using var step = new TrainingStep<double>(model, ReferenceNetwork.NewLoss(loss), ReferenceNetwork.NewOptimizer(optimizer));
        ReferenceNetwork.Fill(step, loss);

        AssertClose(run.FirstGradients, FirstGradients(model, run));
        var losses = run.Losses.Select(_ => step.Run(ReferenceNetwork.NewOptimizer(optimizer).LearningRate).Loss).ToArray();

        AssertClose([run.Losses], [losses]);
        AssertClose(run.FinalWeights, [.. model.Parameters.Select(p => p.Elements<double>().ToArray())]);
    }

    private static double[][] FirstGradients(Model model, ReferenceRun run)
    {
        var type = ReferenceNetwork.NewLoss(run.Loss).TargetType(model.Output.Type);
        var target = Value.Input("target", type.ElementType, type.Shape);
        var gradients = ReferenceNetwork
            .NewLoss(run.Loss)
            .Of(model.Output, target)
            .Gradient([.. model.Parameters.Select(p => p.ToValue())]);
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
            for (var j = 0; j < expected[i].Length; j++)
                Assert.InRange(actual[i][j], expected[i][j] - Tolerance, expected[i][j] + Tolerance);
        }
    }
}
