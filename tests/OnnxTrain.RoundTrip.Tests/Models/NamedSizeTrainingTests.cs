using System.Numerics.Tensors;
using OnnxTrain.RoundTrip.Tests.Training;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Networks on named sizes, trained on batches of different sizes.</summary>
public class NamedSizeTrainingTests
{
    private const double Rate = 0.05;

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["attention"] = new(
            () => new SelfAttentionNetwork(), ["batch", "sequence"], n => [Named(n, 0, "batch"), Named(n, 1, "sequence"), 8],
            [[4, 5], [2, 9], [3, 1], [5, 12]], [[1, 1], [6, 7], [2, 20]]),
        ["lstm"] = new(
            () => new SequenceNetwork(), ["batch", "time"], n => [Named(n, 0, "batch"), Named(n, 1, "time"), 3],
            [[4, 5], [2, 9], [3, 1], [5, 12]], [[1, 1], [6, 7], [2, 20]]),
        ["a recurrent cell"] = new(
            () => new CellNetwork(), ["batch", "time"], n => [Named(n, 0, "batch"), Named(n, 1, "time"), 3],
            [[4, 5], [2, 9], [3, 1], [5, 12]], [[1, 1], [6, 7], [2, 20]]),
        ["convolution"] = new(
            () => new AnySizeNetwork(), ["batch", "height", "width"],
            n => [Named(n, 0, "batch"), 1, Named(n, 1, "height"), Named(n, 2, "width")],
            [[4, 8, 8], [2, 9, 7], [3, 12, 5], [5, 5, 11]], [[1, 6, 6], [2, 13, 10], [3, 7, 9]]),
        ["mirrors and strides"] = new(
            () => new StretchedNetwork(), ["batch", "height", "width"],
            n => [Named(n, 0, "batch"), 1, Named(n, 1, "height"), Named(n, 2, "width")],
            [[4, 8, 8], [2, 9, 7], [3, 12, 5], [5, 5, 11]], [[1, 6, 6], [2, 13, 10], [3, 7, 9]]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Batches_of_four_sizes_train_to_the_bits_of_fixed_sizes(string name)
    {
        var run = Cases[name];
        var model = New(run.Network(), run.Input([]));
        using var step = new StepGraph(model, Loss(name), new Sgd((float)Rate));
        using var plans = new PlanCache(step.Graph);
        var first = new List<Plan>();
        var losses = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var sizes = run.Sizes[i % 4];
            var plan = plans.For(Axes(run.Axes, sizes));
            if (i < 4) first.Add(plan);
            else Assert.Same(first[i % 4], plan);

            // The same step of a network that was written for these lengths alone, from the same parameters.
            var other = New(run.Network(), run.Input(sizes));
            CopyParameters(model, other);
            using var fixedStep = new StepGraph(other, Loss(name), new Sgd((float)Rate));
            using var fixedPlan = new Plan(fixedStep.Graph, Axes(run.Axes, sizes));
            var expected = Run(fixedStep, fixedPlan, other, seed: i % 4);
            losses.Add(Run(step, plan, model, seed: i % 4));
            Assert.Equal(expected, losses[^1]);
            foreach (var (own, its) in model.Parameters.Zip(other.Parameters))
                Assert.True(own.Bytes.SequenceEqual(its.Bytes), $"{own.Name} after step {i} of sizes {string.Join(" × ", sizes)}.");
        }

        Assert.InRange(losses.TakeLast(4).Sum(), 0, losses.Take(4).Sum() * 0.999);
    }

    [Theory, MemberData(nameof(Names))]
    public void Other_sizes_are_computed_as_by_fixed_sizes_and_in_ONNX_Runtime(string name)
    {
        var run = Cases[name];
        var model = New(run.Network(), run.Input([]));
        using var evaluator = new Evaluator(model.Inputs, [.. model.Outputs.Select(o => o.Value)]);
        foreach (var sizes in (long[][])[.. run.Sizes, .. run.Others])
        {
            var tensor = Data(run.Input(sizes).Select(d => d.IsFixed ? d.Size : sizes[0]).ToArray(), seed: 9);
            var other = New(run.Network(), run.Input(sizes));
            CopyParameters(model, other);
            using var fixedSize = new Evaluator(other.Inputs, [.. other.Outputs.Select(o => o.Value)]);
            Assert.Equal(fixedSize.Run([tensor])[0].As<float>().ToArray(), evaluator.Run([tensor])[0].As<float>().ToArray());
            var rows = checked((int)sizes[0]);
            nint[] lengths = [.. tensor.Type.Shape.Select(d => (nint)d.Size)];
            OnnxAssert.Equivalent(
                model, new Dataset(Tensor.Create(tensor.As<float>().ToArray(), lengths), Tensor.Create(new float[rows], [rows, 1])));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_training_step_runs_in_ONNX_Runtime_at_all_sizes(string name)
    {
        var run = Cases[name];
        using var folder = new TemporaryFolder();
        var model = New(run.Network(), run.Input([]));
        using var trainer = new Trainer(model, new Sgd((float)Rate), Loss(name));
        var files = trainer.ExportTraining(folder["files"]);
        using var session = new OrtRunner(files.Training, threads: 1);
        var variables = StepRun.Initial(files);
        using var step = new StepGraph(model, Loss(name), new Sgd((float)Rate));
        using var plans = new PlanCache(step.Graph);
        foreach (var (sizes, i) in run.Sizes.Concat(run.Others).Select((s, i) => (s, i)))
        {
            var plan = plans.For(Axes(run.Axes, sizes));
            var loss = Run(step, plan, model, seed: i);
            (string Name, TensorData Tensor)[] feeds =
            [
                ("x", Tensors(plan, model.Inputs[0])), ("target", Tensors(plan, step.Batch.Target)),
                ("learning_rate", TensorData.Scalar(Rate, ElementType.Float32)),
            ];
            var other = StepRun.Advance(session, variables, feeds);
            var difference = Math.Abs(loss - other) / Math.Max(1, Math.Abs(loss));
            Assert.True(difference <= 1e-5, $"{loss} and {other} of {string.Join(" × ", sizes)}.");
        }

        foreach (var parameter in model.Parameters)
        {
            var other = variables[parameter.Name].As<float>().ToArray();
            Assert.All(
                parameter.ToTensor<float>().ToArray().Zip(other),
                pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-5, $"{parameter.Name}: {pair}"));
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused_with_module_operator_and_numbers()
    {
        var model = New(new Sequential(new MaxPool2d(3), new Flatten(), new Halves()), ["batch", 1, "height", "width"]);
        using var plans = new PlanCache(new(model.Inputs, [model.Output]));
        var tooLow = Assert.Throws<ShapeException>(() => plans.For(Axes(["batch", "height", "width"], [1, 2, 6])));
        Assert.Contains("In 0: MaxPool: a window of 3 elements does not fit axis 2", tooLow.Message, StringComparison.Ordinal);
        var odd = Assert.Throws<ShapeException>(() => plans.For(Axes(["batch", "height", "width"], [1, 3, 9])));
        foreach (var part in (string[])["In 2: Reshape", "[1, 3]", "batch = 1, height = 3, width = 9", "2 elements, not 3"])
            Assert.Contains(part, odd.Message, StringComparison.Ordinal);
    }

    private static Dimension Named(long[] sizes, int i, string name) => sizes.Length == 0 || i == 0 ? name : sizes[i];

    private static Loss Loss(string name) => name == "attention" ? new MseLoss() : new CrossEntropyLoss();

    private static Model New(Module network, Shape input)
    {
        var model = new Model(network, Value.Input("x", ElementType.Float32, input));
        model.Initialize(3);
        return model;
    }

    private static void CopyParameters(Model from, Model to)
    {
        foreach (var (own, its) in from.Parameters.Zip(to.Parameters)) own.Bytes.CopyTo(its.Bytes);
    }

    private static Dictionary<string, long> Axes(string[] names, long[] sizes) =>
        names.Zip(sizes).ToDictionary(a => a.First, a => a.Second);

    /// <summary>A step on made-up data; returns the loss.</summary>
    private static double Run(StepGraph step, Plan plan, Model model, int seed)
    {
        var random = new Random(seed);
        foreach (ref var x in plan.Elements<float>(model.Inputs[0])) x = (float)((random.NextDouble() * 2) - 1);
        if (step.Batch.Target.ElementType == ElementType.Int64)
        {
            foreach (ref var label in plan.Elements<long>(step.Batch.Target)) label = random.Next(3);
        }
        else
        {
            foreach (ref var y in plan.Elements<float>(step.Batch.Target)) y = (float)random.NextDouble();
        }

        plan.Elements<double>(step.Rate)[0] = Rate;
        plan.Run();
        return plan.Elements<float>(step.Batch.Loss)[0];
    }

    private static TensorData Tensors(Plan plan, Value value) => value.ElementType == ElementType.Int64
        ? TensorData.Of<long>(plan.Elements<long>(value), plan.Type(value).Shape)
        : TensorData.Of<float>(plan.Elements<float>(value), plan.Type(value).Shape);

    private static TensorData Data(long[] sizes, int seed)
    {
        var (random, shape) = (new Random(seed), Shape.Create([.. sizes.Select(n => (Dimension)n)]));
        return TensorData.Of<float>(
            [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (float)((random.NextDouble() * 2) - 1))], shape);
    }

    /// <param name="Network">A network, the same each time.</param>
    /// <param name="Axes">The named axes.</param>
    /// <param name="Input">The shape of its input, with names but the first where lengths are given.</param>
    /// <param name="Sizes">Lengths of the named axes of the batches that train.</param>
    /// <param name="Others">Lengths that training did not see.</param>
    private sealed record Case(Func<Module> Network, string[] Axes, Func<long[], Shape> Input, long[][] Sizes, long[][] Others);

    /// <summary>Rows of two numbers, for which their number has to be even.</summary>
    private sealed class Halves : Module
    {
        public override Value Forward(Value x) => x.Reshape([x.Shape[0], x.Shape[1] / 2, 2]);
    }
}
