namespace OnnxTrain.Cli;

/// <summary>Evaluates a file on images, whose class is the name of the folder that they are in.</summary>
internal static class ImageEvaluation
{
    private const int FilesAtOnce = 32;

    /// <param name="predictor">The file.</param>
    /// <param name="target">Its target.</param>
    /// <param name="folder">A folder with a folder for each class.</param>
    /// <param name="maxPixels">The most pixels of a file; null for the default.</param>
    /// <param name="notes">Filled with what was left out.</param>
    /// <param name="progress">Told of the files that were predicted.</param>
    /// <param name="cancellationToken">Stops between some files.</param>
    /// <exception cref="ToolException">No folder has the name of a class that the file knows.</exception>
    public static EvaluatedTarget Of(
        OnnxPredictor predictor, Target target, string folder, long? maxPixels, List<string> notes, IProgress<RowProgress> progress,
        CancellationToken cancellationToken)
    {
        var (decoders, classes) = (ToolDecoders.With(maxPixels), target.Classes.ToList());
        var files = ImageFiles.Of([folder]).Select(file => (File: file, Label: classes.IndexOf(ClassOf(file)))).ToList();
        var known = files.Where(file => file.Label >= 0).ToList();
        if (known.Count == 0)
            throw new ToolException(
                $"No folder in '{folder}' has the name of a class of the file.", $"Its classes are {NameList.Quoted(classes)}.");
        if (known.Count < files.Count)
            notes.Add(
                $"{Numbers.Count(files.Count - known.Count, "file")} left out, in folders that are no class of the file: "
                    + NameList.Quoted(files.Where(file => file.Label < 0).Select(file => ClassOf(file.File)).Distinct()));
        var (predictions, labels, places) = (new List<Prediction>(), new List<double>(), new List<string>());
        foreach (var part in known.Chunk(FilesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var images = new List<PixelImage>();
            foreach (var (file, label) in part)
            {
                try
                {
                    images.Add(ImageDecoders.Read(file, decoders, predictor.Image!.Target));
                }
                catch (DataException e)
                {
                    notes.Add($"left out: {Failure.Translate(e.Message)}");
                    continue;
                }

                labels.Add(label);
                places.Add(Path.GetRelativePath(folder, file));
            }

            if (images.Count > 0) predictions.AddRange(predictor.PredictImages(images));
            progress.Report(new(predictions.Count, known.Count));
        }

        return predictions.Count > 0
            ? EvaluatedTarget.Of(
                target, [.. predictions.SelectMany(prediction => EvaluatedTarget.Outputs(target, prediction))], [.. labels],
                row => places[row])
            : throw new ToolException($"'{folder}' has no image that can be used. {notes[^1]}", "Name a folder of images.");
    }

    private static string ClassOf(string file) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "");
}
