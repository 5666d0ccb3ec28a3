using OnnxTrain.Onnx;
using OnnxTrain.RoundTrip.Tests.Ops;
using OnnxTrain.RoundTrip.Tests.Training;
using OnnxTrain.RoundTrip.Tests.Verification;
using OnnxTrain.Tests.Ops;

namespace OnnxTrain.RoundTrip.Tests.Models;

/// <summary>Recurrent networks as files: one file for all numbers of rows and steps.</summary>
public class RecurrentModelTests
{
    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    [InlineData(23)]
    [InlineData(26)]
    public void Layers_with_lengths_are_one_file_for_all_sizes(int opset)
    {
        var model = New(ElementType.Float32);
        var file = model.ToOnnx(new() { Opset = opset });
        Assert.Equal(6, file.Graph.Node.Count(n => n.OpType is "LSTM" or "GRU" or "RNN"));
        Assert.DoesNotContain(file.Graph.Node, n => n.OpType == "Scan");
        Compare(model, file, 2e-6);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(26)]
    public void In_float64_they_are_scans(int opset)
    {
        var model = New(ElementType.Float64);
        var file = model.ToOnnx(new() { Opset = opset });
        Assert.Equal(6, file.Graph.Node.Count(n => n.OpType == "Scan"));
        Compare(model, file, 1e-12);
    }

    /// <summary>Names of a graph within a node are unique in the file, and constants are those of the graph around it.</summary>
    [Fact]
    public void Two_scans_have_names_of_their_own()
    {
        var model = new Model(new CellNetwork(), Value.Input("x", ElementType.Float32, ["batch", "time", 3]));
        var file = model.ToOnnx();
        GraphProto[] bodies = [.. file.Graph.Node.Where(n => n.OpType == "Scan").Select(n => n.Attribute.Single(a => a.Name == "body").G)];
        Assert.Equal(2, bodies.Length);
        Assert.All(bodies, body => Assert.Empty(body.Initializer));
        string[] names =
        [
            .. bodies.Append(file.Graph).SelectMany(g => g.Input.Select(i => i.Name).Concat(g.Node.SelectMany(n => n.Output))),
            .. file.Graph.Initializer.Select(i => i.Name),
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void A_body_that_reads_what_is_not_there_is_found()
    {
        var model = new Model(new CellNetwork(), Value.Input("x", ElementType.Float32, ["batch", "time", 3])).ToOnnx();
        Assert.Empty(OnnxModelChecker.Problems(model));
        var body = model.Graph.Node.First(n => n.OpType == "Scan").Attribute.Single(a => a.Name == "body").G;
        body.Node[0].Input[0] = "nothing";
        body.Output[0].Name = "nowhere";
        Assert.Equal(2, OnnxModelChecker.Problems(model).Count(p => p.Contains("'nothing'") || p.Contains("'nowhere'")));
    }

    /// <summary>A hundred steps in turn at two lengths, natively and by one file in ONNX Runtime.</summary>
    [Fact]
    public void Training_steps_of_two_lengths_agree()
    {
        using var folder = new TemporaryFolder();
        var model = new Model(new SequenceNetwork(), Value.Input("x", ElementType.Float32, ["batch", "time", 3]));
        model.Initialize(3);
        using var trainer = new Trainer(model, new Adam(2e-3), new CrossEntropyLoss());
        var files = trainer.ExportTraining(folder["files"]);
        using var session = new OrtRunner(files.Training, threads: 1);
        var variables = StepRun.Initial(files);
        using var step = new StepGraph(model, new CrossEntropyLoss(), new Adam(2e-3));
        using var plans = new PlanCache(step.Graph);
        var (lossDifference, random) = (0.0, new Random(5));
        for (var i = 1; i <= 100; i++)
        {
            var plan = plans.For(new Dictionary<string, long> { ["batch"] = 4, ["time"] = i % 2 == 0 ? 5 : 12 });
            foreach (ref var x in plan.Elements<float>(model.Inputs[0])) x = (float)((random.NextDouble() * 2) - 1);
            foreach (ref var label in plan.Elements<long>(step.Batch.Target)) label = random.Next(3);
            plan.Elements<double>(step.Rate)[0] = 2e-3;
            plan.Run();
            var loss = plan.Elements<float>(step.Batch.Loss)[0];
            var other = StepRun.Advance(
                session, variables,
                [
                    ("x", TensorData.Of<float>(plan.Elements<float>(model.Inputs[0]), plan.Type(model.Inputs[0]).Shape)),
                    ("target", TensorData.Of<long>(plan.Elements<long>(step.Batch.Target), plan.Type(step.Batch.Target).Shape)),
                    ("learning_rate", TensorData.Scalar(2e-3, ElementType.Float32)),
                ]);
            lossDifference = Math.Max(lossDifference, Math.Abs(loss - other) / loss);
        }

        Assert.InRange(lossDifference, 0, 1e-5);
        var difference = model.Parameters.Max(
            p => p.ToTensor<float>().ToArray().Zip(variables[p.Name].As<float>().ToArray(), (a, b) => Math.Abs(a - b)).Max());
        Assert.InRange(difference, 0, 1e-4f);
    }

    private static Model New(ElementType type)
    {
        var model = new Model(
            new LengthNetwork(), Value.Input("x", type, ["batch", "time", 3]), Value.Input("lengths", ElementType.Int64, ["batch"]));
        model.Initialize(4);
        return model;
    }

    private static void Compare(Model model, ModelProto file, double tolerance)
    {
        using var session = new OnnxSession(file);
        var output = model.Outputs[0].Value;
        foreach (var (batch, time) in ((int, int)[])[(1, 1), (4, 3), (1, 7), (5, 7), (2, 3)])
        {
            var random = new Random(batch + time);
            Nd[] data = [Nd.Of([batch, time, 3], _ => (float)random.NextDouble()), Nd.Of([batch], _ => random.Next(time + 1))];
            using var plan = new Plan(
                new([.. model.Inputs], [output]), new Dictionary<string, long> { ["batch"] = batch, ["time"] = time });
            var native = OpRun.Run(plan, [.. model.Inputs], data, [output]);
            Assert.InRange(OpRun.Difference(native, session.Run([.. model.Inputs], data)), 0, tolerance);
        }
    }

    private sealed class LengthNetwork : Module
    {
        private readonly Lstm _lstm = new(3, 4, layers: 2, bidirectional: true);
        private readonly Gru _gru = new(8, 5, bias: false);
        private readonly Rnn _rnn = new(5, 4, dropout: 0.5);

        public override Value Forward(params Value[] inputs)
        {
            var (y, hidden, cell) = _lstm.Run(inputs[0], inputs[1]);
            var (z, last) = _gru.Run(y, inputs[1]);
            return Value.Concat(
                1, _rnn.Run(z, inputs[1]).Hidden[0], last[0], hidden.Transpose(1, 0, 2).Flatten(), cell.Transpose(1, 0, 2).Flatten());
        }
    }
}
