using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>The same steps natively and by a file in ONNX Runtime, and how far they come apart.</summary>
internal static class StepRun
{
    /// <summary>
    /// The largest differences: of losses, relative; of variables that training leaves in the model, relative to max(1, |value|).
    /// </summary>
    public static (double Loss, double Variables) Compare(StepCase run, int steps, TrainingExportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var model = run.Model();
        var trainer = run.Trainer(model, run.Optimizer());
        var files = trainer.ExportTraining(folder["files"], options);
        using var session = new OrtRunner(files.Training, threads: 1);
        var variables = Initial(files);
        using var step = new TrainingStep<float>(model, trainer.Loss, trainer.Optimizer, trainer.Options);
        step.State.Seed = trainer.Options.Seed;
        var rate = trainer.Optimizer.LearningRate;
        var difference = 0.0;
        for (var i = 1; i <= steps; i++)
        {
            var batch = new StepBatch(model, step, i);
            var loss = step.Run(rate).Loss;
            var other = Advance(session, variables, batch.Feeds(session, rate, i, trainer.Options.Seed));
            difference = Math.Max(difference, Math.Abs(loss - other) / Math.Abs(loss));
        }

        return (difference, ModelWeights.Variables(model).Max(v => Difference(v, variables[v.Name])));
    }

    /// <summary>The variables of a step as the files have them at the start.</summary>
    public static Dictionary<string, TensorData> Initial(TrainingFiles files)
    {
        using var session = new OrtRunner(files.Initial, threads: 1);
        return session.Outputs.Select(o => o.Name).Zip(session.Run([])).ToDictionary(v => v.First, v => v.Second);
    }

    /// <summary>Runs a step, and leaves the updated variables for the next one; returns the loss.</summary>
    public static double Advance(
        OrtRunner session, Dictionary<string, TensorData> variables, IEnumerable<(string Name, TensorData Tensor)> feeds)
    {
        var names = session.Outputs.Select(o => o.Name).ToList();
        var results = session.Run([
            .. feeds,
            .. session.Inputs.Where(i => variables.ContainsKey(i.Name)).Select(i => (i.Name, variables[i.Name])),
        ]);
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].EndsWith("/updated", StringComparison.Ordinal)) variables[names[i][..^"/updated".Length]] = results[i];
        }

        return results[names.IndexOf("loss")].As<float>()[0];
    }

    private static double Difference(Variable native, TensorData other) =>
        native
            .ToTensor<float>()
            .ToArray()
            .Zip(other.As<float>().ToArray(), (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs((double)a)))
            .Max();
}
