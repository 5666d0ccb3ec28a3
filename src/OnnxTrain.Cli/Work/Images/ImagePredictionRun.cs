using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Predicts files of images, some at a time, and writes a row for each.</summary>
/// <param name="predictor">The model.</param>
/// <param name="onBadImage">What happens at a file that cannot be used.</param>
/// <param name="maxPixels">The most pixels of a file; null for the default.</param>
internal sealed class ImagePredictionRun(OnnxPredictor predictor, BadImages onBadImage, long? maxPixels)
{
    private const int FilesAtOnce = 32;

    private readonly IReadOnlyList<IImageDecoder> _decoders = ToolDecoders.With(maxPixels);
    private readonly List<string> _skipped = [], _bad = [];

    /// <summary>What is wrong with the files that were left out.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <exception cref="ToolException">Files cannot be used, and are to stop the run; the message names them.</exception>
    public void Write(TextWriter writer, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var csv = CsvWriter.Create(writer, new() { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord((string[])["file", "label", .. predictor.Classes.Select(name => $"probability_{name}")]);
        foreach (var part in files.Chunk(FilesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string File, PixelImage Image)[] images =
            [
                .. part.Select(file => (file, Image: Read(file)!)).Where(pair => pair.Image is not null),
            ];
            // Where there is nothing to be predicted, the other files are still looked at, so that all bad ones are named.
            if (images.Length == 0 || (_skipped.Count > 0 && onBadImage == BadImages.Stop))
                continue;
            var predictions = predictor.PredictImages([.. images.Select(pair => pair.Image)]);
            foreach (var (prediction, i) in predictions.Select((prediction, i) => (prediction, i)))
                csv.WriteRecord(
                    (string[])
                        [
                            images[i].File, prediction.Label!,
                            .. prediction.Probabilities.Select(p => p.ToString("R", CultureInfo.InvariantCulture)),
                        ]);
        }

        csv.Flush();
        writer.Flush();
        if (_skipped.Count > 0 && onBadImage == BadImages.Stop) throw Unusable();
    }

    private ToolException Unusable() => new(
        _bad is [var only]
            ? $"{only} cannot be used. {_skipped[0]}"
            : $"{_bad.Count:N0} files cannot be used:{BadFiles.List([.. _bad.Zip(_skipped, (file, why) => $"{file}: {why}")]).TrimEnd()}",
        "Leave them out, or all files that cannot be used: --on-bad-image skip.");

    private PixelImage? Read(string file)
    {
        try
        {
            return ImageDecoders.Read(file, _decoders, predictor.Image!.Target);
        }
        catch (DataException e)
        {
            _bad.Add(file);
            _skipped.Add(Failure.Translate(e.Message));
            return null;
        }
    }
}
