namespace OnnxTrain.Cli;

/// <summary>Runs the files of a training step in ONNX Runtime on rows, beside the library's own first step.</summary>
/// <param name="files">The files.</param>
/// <param name="trainer">The trainer that they were written from; its model is trained for a step.</param>
/// <param name="provider">Where ONNX Runtime runs.</param>
internal sealed class StepCheck(TrainingFiles files, Trainer trainer, ExecutionProvider provider)
{
    /// <summary>How far the two losses may be apart, relative to the loss; and what is rounding however small the loss is.</summary>
    private const double Tolerance = 1e-5, Rounding = 1e-6;

    private const double AbsoluteTolerance = 1e-5, RelativeTolerance = 1e-4;

    private readonly Model _model = trainer.Model;

    /// <param name="rows">Rows as the network takes them.</param>
    /// <param name="inputs">The same rows as the inputs of the files take them.</param>
    /// <param name="cancellationToken">Stops between the files.</param>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public StepComparison Run(Dataset rows, TensorData[] inputs, CancellationToken cancellationToken)
    {
        (string, TensorData)[] features = [.. _model.Inputs.Select((input, i) => (((InputValue)input).Name, inputs[i]))];
        var variables = Initial();
        cancellationToken.ThrowIfCancellationRequested();
        List<string> problems = [.. Predictions(features, variables)];
        cancellationToken.ThrowIfCancellationRequested();
        var (native, feeds) = Native(rows);
        cancellationToken.ThrowIfCancellationRequested();
        var (loss, wrong) = Step([.. features, .. feeds], variables);
        if (!(Math.Abs(loss - native) <= (Tolerance * Math.Abs(native)) + Rounding))
            problems.Add($"the loss of a step is {loss:R} in ONNX Runtime and {native:R} in the library");
        return new(rows.RowCount, native, loss, [.. problems, .. wrong]);
    }

    /// <summary>The variables that initial.onnx yields.</summary>
    private Dictionary<string, TensorData> Initial()
    {
        using var session = new OrtRunner(files.Initial, optimize: true, provider);
        return session
            .Outputs.Select(output => output.Name)
            .Zip(session.Run([]))
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Where the model with variables as inputs predicts something else than the one with initializers.</summary>
    private IEnumerable<string> Predictions((string, TensorData)[] features, Dictionary<string, TensorData> variables)
    {
        using var inference = new OrtRunner(files.Inference, optimize: true, provider);
        using var model = new OrtRunner(files.Model, optimize: true, provider);
        var (found, expected) = (inference.Run(Taken(inference, features, variables)), model.Run(features));
        for (var i = 0; i < expected.Length; i++)
        {
            // Labels follow from the numbers beside them.
            if (expected[i].Elements is not float[] numbers || found[i].Elements is not float[] others)
                continue;
            if (
                numbers
                    .Zip(others)
                    .Any(pair => !(Math.Abs(pair.First - pair.Second) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(pair.First)))))
                yield return $"{inference.Outputs[i].Name} of {Path.GetFileName(files.Inference)} differs from "
                    + $"{Path.GetFileName(files.Model)}";
        }
    }

    /// <summary>The library's first step: its loss, and what else it took.</summary>
    private (double Loss, IReadOnlyList<(string, TensorData)> Feeds) Native(Dataset rows)
    {
        var options = trainer.Options with { Backend = TrainingBackend.Native, Diagnose = false };
        using var step = new TrainingStep<float>(_model, trainer.Loss, trainer.Optimizer, options, isWeighted: !rows.Weights.IsEmpty);
        using var reader = new BatchReader<float>(rows, rows.RowCount, seed: null);
        step.State.Seed = options.Seed;
        var (batch, rate, count) = (reader.Read(), trainer.Optimizer.LearningRate, rows.RowCount);
        var feeds = new List<(string, TensorData)>
        {
            ("learning_rate", TensorData.Scalar(rate, trainer.Model.ElementType)),
            ("seed", TensorData.Of<long>([(long)options.Seed], [])),
            ("step", TensorData.Of<long>([1], [])),
        };
        var target = step.Batch.Target.Type;
        feeds.Add(
            (
                "target", target.ElementType.IsInteger()
                    ? TensorData.Of<long>(batch.Labels, [count])
                    : TensorData.Of<float>(batch.Targets, target.Shape.With(0, count))));
        if (!rows.Weights.IsEmpty)
            feeds.Add(("weight", TensorData.Of<float>(batch.Weights, [count])));
        if (options.IsMixed)
        {
            batch.Pair(share: 0.75, partners: [.. Enumerable.Range(1, count - 1), 0]);
            feeds.AddRange([("partner", TensorData.Of(batch.PartnerLabels, [count])), ("share", TensorData.Of<float>([0.75f], []))]);
        }

        var draws = RecordedDraws.Of(
            step.Graph, new Dictionary<string, long> { [_model.Features[0].Shape[0].Name!] = count },
            (long)options.Seed,
            step: 1);
        feeds.AddRange(files.Draws.Zip(draws));
        return (step.Run(batch, rate * (options.Schedule?.Factor(0, []) ?? 1)).Loss, feeds);
    }

    /// <summary>A step of training.onnx: the loss, and what is wrong with what it leaves.</summary>
    private (double Loss, IReadOnlyList<string> Problems) Step(
        (string Name, TensorData Tensor)[] feeds,
        Dictionary<string, TensorData> variables)
    {
        using var session = new OrtRunner(files.Training, optimize: true, provider);
        var results = session.Outputs.Select(output => output.Name).Zip(session.Run(Taken(session, feeds, variables))).ToList();
        var broken = results
            .Where(result => result.Second.Elements is float[] numbers && !numbers.All(float.IsFinite))
            .Select(result => $"{result.First} holds a number that is not finite");
        return (results.Single(result => result.First == "loss").Second.As<float>()[0], [.. broken]);
    }

    private static (string, TensorData)[] Taken(
        OrtRunner session, IEnumerable<(string Name, TensorData Tensor)> feeds, Dictionary<string, TensorData> variables)
    {
        var names = session.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. feeds.Where(feed => names.Contains(feed.Name)),
            .. variables.Where(v => names.Contains(v.Key)).Select(v => (v.Key, v.Value)),
        ];
    }
}
