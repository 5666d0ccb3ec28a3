using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>
/// A run of training made twice: by <see cref="Trainer"/>, and by its files in ONNX Runtime with the same batches, the last of an epoch
/// smaller than the others.
/// </summary>
internal sealed class FitRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, TensorData> _variables;

    /// <param name="trainer">The trainer, which takes rows in their order.</param>
    /// <param name="rows">The rows as the network takes them.</param>
    /// <param name="inputs">The same rows as a file takes them.</param>
    /// <param name="epochs">How often all rows are gone through.</param>
    /// <param name="options">How the files are written.</param>
    public FitRun(Trainer trainer, Dataset rows, VerificationData inputs, int epochs, TrainingExportOptions? options = null)
    {
        Assert.Equal(Sampling.InOrder, trainer.Options.Sampling);
        Files = trainer.ExportTraining(_folder["files"], options);
        _variables = StepRun.Initial(Files);
        using var session = new OrtRunner(Files.Training, threads: 1);
        for (var (epoch, number) = (0, 1); epoch < epochs; epoch++)
        {
            for (var start = 0; start < rows.RowCount; start += trainer.Options.BatchSize)
                StepRun.Advance(session, _variables, Feeds(session, trainer, rows, inputs, start, number++));
        }

        Losses = [.. trainer.Fit(rows, epochs).Epochs.Select(e => e.TrainingLoss)];
    }

    public TrainingFiles Files { get; }

    /// <summary>The mean loss of each epoch of the library's run.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The largest difference of the variables that the two runs leave in the model, relative to max(1, |value|).</summary>
    public double Difference(Model model) =>
        ModelWeights.Variables(model).Max(v => Difference(v.ToTensor<float>().ToArray(), _variables[v.Name].As<float>().ToArray()));

    /// <summary>The variables of the file's run, those of the optimizer too, in a safetensors file.</summary>
    public string SaveWeights()
    {
        SafeTensors.Write(_folder["trained.safetensors"], _variables);
        return _folder["trained.safetensors"];
    }

    /// <summary>The model with the variables of the file's run.</summary>
    public string Finish()
    {
        TrainingFiles.Finish(Files.Folder, SaveWeights(), _folder["finished.onnx"]);
        return _folder["finished.onnx"];
    }

    public void Dispose() => _folder.Dispose();

    private static double Difference(float[] native, float[] other) =>
        native.Zip(other, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs((double)a))).Max();

    private static IEnumerable<(string, TensorData)> Feeds(
        OrtRunner session, Trainer trainer, Dataset rows, VerificationData inputs, int start, int number)
    {
        var count = Math.Min(trainer.Options.BatchSize, rows.RowCount - start);
        long[] labels = [.. rows.Labels.ToArray().Skip(start).Take(count)];
        (string Name, TensorData Tensor)[] all =
        [
            .. trainer.Model.Inputs.Select(i => ((InputValue)i).Name).Zip(inputs.Batch(start, count)),
            (
                "target", rows.Targets is { } targets
                    ? Rows(Dataset.Elements(targets.As<float>()), start, count, rows.RowCount)
                    : TensorData.Of<long>(labels, [count])),
            (
                "weight",
                rows.Weights.IsEmpty ? TensorData.Scalar(1, ElementType.Float32) : TensorData.Of(rows.Weights.Slice(start, count), [count])
            ),
            ("learning_rate", TensorData.Scalar(trainer.Optimizer.LearningRate, ElementType.Float32)),
            ("step", TensorData.Scalar(number, ElementType.Int64)),
            ("seed", TensorData.Scalar(trainer.Options.Seed, ElementType.Int64)),
        ];
        return all.Where(feed => session.Inputs.Any(i => i.Name == feed.Name));
    }

    private static TensorData Rows(ReadOnlySpan<float> elements, int start, int count, int rows)
    {
        var width = elements.Length / rows;
        return TensorData.Of(elements.Slice(start * width, count * width), [count, width]);
    }
}
