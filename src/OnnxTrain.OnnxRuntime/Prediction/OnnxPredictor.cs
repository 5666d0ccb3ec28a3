using Microsoft.ML.OnnxRuntime;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Predicts with an exported file alone, in ONNX Runtime: what the file's users do. It takes the rows of a table, tensors or images, as the
/// file does. Not for several threads at once.
/// </summary>
public sealed class OnnxPredictor : IDisposable
{
    private const int RowsAtOnce = 1024, FilesAtOnce = 32, ElementsAtOnce = 1 << 22;

    private readonly string _name;
    private readonly OrtRunner _runner;
    private readonly PredictorInput[] _inputs;
    private readonly PredictionOutputs _outputs;

    /// <summary>Opens a file.</summary>
    /// <param name="path">An ONNX file: with a label and probabilities, or with numbers.</param>
    /// <param name="provider">What ONNX Runtime computes with.</param>
    /// <exception cref="DataException">There is no such file, it is no ONNX model, or one without outputs of numbers.</exception>
    /// <exception cref="ExecutionProviderException">CUDA was asked for and is not there.</exception>
    public OnnxPredictor(string path, ExecutionProvider provider = ExecutionProvider.Cpu)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var name = _name = Path.GetFileName(path);
        var file = ModelFile.Read(path);
        Description = DataModelFile.Describes(file);
        var targets = NumbersOnlyMark.IsIn(file) ? Description?.Targets ?? [] : [];
        Classes = targets is [var only] ? only.Classes : FileClasses.Of(file);
        _runner = Open(path, name, provider);
        try
        {
            _inputs = [.. _runner.Inputs.Select(input => new PredictorInput(input, FeatureOf(input.Name), NumbersOnlyMark.IsIn(file)))];
            _outputs = new([.. _runner.Outputs.Select(output => (output.Name, output.ElementType))], name, targets);
        }
        catch
        {
            _runner.Dispose();
            throw;
        }
    }

    /// <summary>The inputs of the file, in its order: name, element type, shape.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs => _runner.Inputs;

    /// <summary>The outputs of the file, in its order.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs => _runner.Outputs;

    /// <summary>The names of the classes in the order of the probabilities; empty if the file does not classify or does not tell.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What the file says about itself: words by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _runner.Metadata;

    /// <summary>The image that is all that the file takes, in the words of the model in it; null for other files.</summary>
    public ImageFeature? Image => _inputs is [{ Image: var image }] ? image : null;

    /// <summary>How the paths in columns of tables become images, for a file that takes both.</summary>
    public ImagePaths? Images { get; set; }

    /// <summary>
    /// The kind of each column that the file takes; give it to <see cref="CsvOptions.Types"/> when reading a table to predict.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnKind> ColumnKinds => _inputs.ToDictionary(i => i.Name, i => i.Kind, StringComparer.Ordinal);

    /// <summary>How to read a CSV file to predict: the columns that the file takes, all others as texts.</summary>
    public CsvOptions ReadingOptions =>
        ModelCsv.Options(ColumnKinds, Description?.Features ?? [], Description?.MissingValues);

    /// <summary>What the file says of the features and targets of its model; null if it says nothing.</summary>
    internal ModelDescription? Description { get; }

    /// <summary>Predicts each row of a table.</summary>
    /// <param name="table">The columns that the file has inputs for; others are ignored.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="DataException">A column is missing, or holds text where the file takes numbers; or the file does not run, or yields
    /// no prediction for each row.</exception>
    /// <exception cref="OperationCanceledException">The prediction was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public IReadOnlyList<Prediction> Predict(CsvTable table, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        foreach (var input in _inputs) input.RequireColumn(_name, Inputs);
        var predictions = new List<Prediction>(table.RowCount);
        foreach (var rows in TableBlock.Of(table, Images, _inputs.Select(i => i.Image).OfType<Feature>()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            predictions.AddRange(Run([.. _inputs.Select(input => input.Read(rows))], rows.Count));
        }

        return predictions;
    }

    /// <summary>Predicts rows in memory.</summary>
    /// <param name="inputs">A tensor for each input of the file, in its order, [rows, …]; images [rows, height, width, channels], whatever
    /// the axes of the file are, if a model of images is in it.</param>
    /// <returns>One prediction for each row, in order.</returns>
    /// <exception cref="ArgumentException">The tensors do not fit the inputs.</exception>
    /// <exception cref="DataException">The file does not run, or yields no prediction for each row.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public IReadOnlyList<Prediction> Predict(params IReadOnlyList<RowTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != _inputs.Length)
            throw new ArgumentException(
                $"{inputs.Count} tensors were given; the file takes {string.Join(", ", Inputs.Select(i => i.ToString()))}.");
        TensorData[] tensors = [.. inputs.Select((tensor, i) => _inputs[i].Take(tensor))];
        var count = (int)tensors[0].Type.Shape[0].Size;
        if (Array.Find(tensors, tensor => tensor.Type.Shape[0].Size != count) is { } other)
            throw new ArgumentException($"One input has {count} rows, and another is {other.Type}.");
        var longest = tensors.Max(tensor => tensor.Elements.LongLength) / Math.Max(count, 1);
        var atOnce = (int)Math.Clamp(ElementsAtOnce / Math.Max(longest, 1), 1, RowsAtOnce);
        var predictions = new List<Prediction>(count);
        for (var start = 0; start < count; start += atOnce)
        {
            var rows = Math.Min(atOnce, count - start);
            predictions.AddRange(Run([.. tensors.Select(tensor => tensor.Rows(start, rows))], rows));
        }

        return predictions;
    }

    /// <summary>Predicts images of any size and channels, for a file with a model of images in it: they are brought to its size.</summary>
    /// <param name="images">The images.</param>
    /// <returns>One prediction for each image, in order.</returns>
    /// <exception cref="DataException">The file holds no model of images alone; or it does not run.</exception>
    /// <exception cref="ObjectDisposedException">The predictor is disposed.</exception>
    public IReadOnlyList<Prediction> PredictImages(params IReadOnlyList<PixelImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (Image is not { } feature)
            throw new DataException(
                $"{_name} holds no model of images alone; it takes {string.Join(", ", Inputs.Select(i => i.ToString()))}.");
        var fitting = images.Select(image => image.WithChannels(feature.Channels, feature.Under));

        // Where the file resizes, the images of a run need one size; photographs fill a run by themselves.
        return feature.AnySize
            ? [.. fitting.SelectMany(image => Run(feature, [image]))]
            : [.. fitting.Select(Resized).Chunk(FilesAtOnce).SelectMany(some => Run(feature, some))];

        PixelImage Resized(PixelImage image) => image.Resize(feature.Width, feature.Height, feature.Fit);
    }

    /// <summary>Frees the session, at once or when the prediction under way on another thread has run its batch.</summary>
    public void Dispose() => _runner.Dispose();

    /// <summary>Predicts images of one size.</summary>
    private Prediction[] Run(ImageFeature feature, PixelImage[] images)
    {
        var (height, width) = (images[0].Height, images[0].Width);
        var length = height * width * feature.Channels;
        var pixels = new byte[images.Length * length];
        for (var i = 0; i < images.Length; i++) images[i].Pixels.CopyTo(pixels.AsSpan(i * length));
        return Run([feature.ToRaw(pixels, images.Length, height, width)], images.Length);
    }

    private Feature? FeatureOf(string input) => Description?.Features.FirstOrDefault(feature => feature.Name == input);

    private Prediction[] Run(TensorData[] inputs, int rows)
    {
        var results = _runner.RunFile([.. _inputs.Select((input, i) => (input.Name, inputs[i]))], _outputs.Names, _name);
        return _outputs.Rows(results, rows, Classes.Count);
    }

    private static OrtRunner Open(string path, string name, ExecutionProvider provider)
    {
        try
        {
            return new(path, optimize: true, provider);
        }
        catch (Exception e) when (OrtSessions.IsRefusal(e))
        {
            throw new DataException($"{name}: ONNX Runtime {OrtSessions.RuntimeVersion} does not load the file: {e.Message}", e);
        }
    }
}
