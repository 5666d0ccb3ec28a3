using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Language models on sequences of changing length: training steps by a file in ONNX Runtime are those of the library.</summary>
public class LanguageModelStepTests
{
    private const int Vocabulary = 11, Ignored = -100;
    private const double Rate = 0.05;

    private static readonly Dictionary<string, Func<Module>> Networks = new()
    {
        ["GPT-2 with dropout"] = () => new Gpt2(Vocabulary, 9, 8, 2, 2, dropout: 0.2),
        ["Llama"] = () => new Llama(Vocabulary, 8, 4, 2, 12, keyHeads: 2),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Steps_of_two_lengths_agree(string name)
    {
        // A hundred steps are measured where the variable STEP_TABLE names a file, as in TrainingStepTests.
        var path = Environment.GetEnvironmentVariable("STEP_TABLE");
        var (loss, variables) = Compare(name, path is null ? 6 : 100);
        if (path is not null)
            File.AppendAllText(path, string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{name}\t{loss:0.0e+0}\t{variables:0.0e+0}\n"));
        Assert.InRange(loss, 0, 1e-5);
        Assert.InRange(variables, 0, 1e-4);
    }

    /// <summary>The largest differences of losses and variables, relative to max(1, value).</summary>
    private static (double Loss, double Variables) Compare(string name, int steps)
    {
        using var folder = new TemporaryFolder();
        var model = new Model(Networks[name](), Value.Input("x", ElementType.Int64, ["batch", "sequence"]));
        model.Initialize(3);
        using var trainer = new Trainer(
            model, new Sgd(Rate) { Momentum = 0.9 }, new CrossEntropyLoss { ClassAxis = -1, IgnoreIndex = Ignored }, new() { Seed = 5 });
        var files = trainer.ExportTraining(folder["files"]);
        using var session = new OrtRunner(files.Training, threads: 1);
        var variables = StepRun.Initial(files);
        using var step = new StepGraph(model, trainer.Loss, trainer.Optimizer, trainer.Options);
        var state = new OnnxTrain.Kernels.StepState { Seed = 5 };
        using var plans = new PlanCache(step.Graph, state);
        var difference = 0.0;
        for (var i = 1; i <= steps; i++)
        {
            var (random, rows, length) = (new Random(i), 2 + (i % 3), i % 2 == 0 ? 9 : 4);
            var plan = plans.For(new Dictionary<string, long> { ["batch"] = rows, ["sequence"] = length });
            long[] tokens = [.. Enumerable.Range(0, rows * length).Select(_ => (long)random.Next(Vocabulary))];
            long[] labels = [.. tokens.Select(token => random.Next(4) == 0 ? Ignored : (token + 1) % Vocabulary)];
            tokens.CopyTo(plan.Elements<long>(model.Inputs[0]));
            labels.CopyTo(plan.Elements<long>(step.Batch.Target));
            plan.Elements<double>(step.Rate)[0] = Rate;
            state.Step = (ulong)i;
            plan.Run();
            var own = plan.Elements<float>(step.Batch.Loss)[0];
            (string Name, TensorData Tensor)[] feeds =
            [
                ("x", TensorData.Of<long>(tokens, [rows, length])), ("target", TensorData.Of<long>(labels, [rows, length])),
                ("learning_rate", TensorData.Scalar(Rate, ElementType.Float32)), ("step", TensorData.Scalar(i, ElementType.Int64)),
                ("seed", TensorData.Scalar(5, ElementType.Int64)),
            ];
            var other = StepRun.Advance(session, variables, feeds.Where(feed => session.Inputs.Any(input => input.Name == feed.Name)));
            difference = Math.Max(difference, Math.Abs(own - other) / Math.Max(1, own));
        }

        return (
            difference,
            model.Parameters.Max(p => p.ToTensor<float>().ToArray().Zip(variables[p.Name].As<float>().ToArray(), (a, b) =>
                Math.Abs(a - b) / Math.Max(1, Math.Abs((double)a))).Max()));
    }
}
