using OnnxTrain.Onnx;

namespace OnnxTrain.Cli;

/// <summary>Predicts images with an exported file alone, in ONNX Runtime: what the file's users do.</summary>
internal sealed class ImagePredictor : IDisposable
{
    private readonly OrtRunner _runner;
    private readonly PredictorOutputs _outputs;
    private readonly ImageSpec _spec;
    private readonly string _name;

    /// <exception cref="DataException">The file is none of an image model.</exception>
    public ImagePredictor(string path, ExecutionProvider provider)
    {
        _spec =
            Describes(path)
            ?? throw new DataException(
                $"{path}: the file holds no image model of OnnxTrain (its metadata lack '{ImageSpec.MetadataKey}').");
        _runner = new(path, optimize: true, provider);
        _name = Path.GetFileName(path);
        _outputs = new(_runner.Outputs, _name);
    }

    public IReadOnlyList<string> Classes => _spec.Classes;

    /// <summary>The size that images are scaled to; null where the file scales them itself.</summary>
    public (int Width, int Height)? Target => _spec.AnySize ? null : (_spec.Width, _spec.Height);

    /// <summary>The description of the image model in a file; null if it holds none.</summary>
    public static ImageSpec? Describes(string path)
    {
        using (DataFile.Open(path))
        {
            // Its message says more than that of the parser.
        }

        return OnnxFile.Read(path).MetadataProps.FirstOrDefault(p => p.Key == ImageSpec.MetadataKey) is { } description
            ? ImageSpec.FromJson(description.Value)
            : null;
    }

    /// <summary>Predicts images of any size and channels.</summary>
    public IEnumerable<OnnxPrediction> Predict(IReadOnlyList<PixelImage> images)
    {
        var fitting = images.Select(image => image.WithChannels(_spec.Channels));

        // Where the file resizes, the images of a run need one size; photographs fill a run by themselves.
        return _spec.AnySize
            ? fitting.SelectMany(image => Run([image]))
            : Run([.. fitting.Select(image => image.Resize(_spec.Width, _spec.Height, _spec.Fit))]);
    }

    public void Dispose() => _runner.Dispose();

    /// <summary>Predicts images of one size.</summary>
    private IEnumerable<OnnxPrediction> Run(PixelImage[] images)
    {
        var (height, width) = (images[0].Height, images[0].Width);
        var length = height * width * _spec.Channels;
        var pixels = new byte[images.Length * length];
        for (var i = 0; i < images.Length; i++)
            Fill(pixels.AsSpan(i * length, length), images[i]);
        var results = _runner.RunFile(
            [(_runner.Inputs[0].Name, TensorData.Of<byte>(pixels, _spec.ShapeOf(images.Length, height, width)))],
            _outputs.Names, _name);
        return _outputs.Rows(results, images.Length, Classes.Count);
    }

    private void Fill(Span<byte> row, PixelImage image)
    {
        var from = image.Pixels;
        if (_spec.Axes == ImageAxes.Nhwc || _spec.Channels == 1)
        {
            from.CopyTo(row);
            return;
        }

        var plane = image.Height * image.Width;
        for (var i = 0; i < from.Length; i++) row[(i % _spec.Channels * plane) + (i / _spec.Channels)] = from[i];
    }
}
