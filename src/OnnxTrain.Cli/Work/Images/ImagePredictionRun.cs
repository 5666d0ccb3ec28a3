using System.Globalization;
using CsvHelper;

namespace OnnxTrain.Cli;

/// <summary>Predicts files of images, some at a time, and writes a row for each.</summary>
/// <param name="predictor">The model.</param>
/// <param name="onBadImage">What happens at a file that cannot be used.</param>
internal sealed class ImagePredictionRun(OnnxPredictor predictor, BadImages onBadImage)
{
    private const int FilesAtOnce = 32;

    private readonly List<string> _skipped = [];

    /// <summary>What is wrong with the files that were left out.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <exception cref="ToolException">A file cannot be used, and is to stop the run.</exception>
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
            if (images.Length == 0)
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
    }

    private PixelImage? Read(string file)
    {
        try
        {
            return ImageDecoders.Read(file, ToolDecoders.All, predictor.Image!.Target);
        }
        catch (DataException e)
        {
            if (onBadImage == BadImages.Stop)
                throw new ToolException(
                    $"{file} cannot be used. {Failure.Translate(e.Message)}",
                    "Leave the file out, or all that cannot be used: --on-bad-image skip.", e);
            _skipped.Add(Failure.Translate(e.Message));
            return null;
        }
    }
}
