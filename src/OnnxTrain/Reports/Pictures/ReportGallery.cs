namespace OnnxTrain;

/// <summary>
/// Images in a <see cref="TrainingReport"/>. They are embedded in the file, and reduced if they are large or many, so that all galleries of
/// a report take less than 2 MB.
/// </summary>
/// <param name="Heading">The heading.</param>
/// <param name="Caption">An explanation.</param>
/// <param name="Pictures">The images in groups, in the order of the page.</param>
public sealed record ReportGallery(string Heading, string Caption, IReadOnlyList<ReportPictures> Pictures)
{
    /// <summary>The maximum number of groups of samples.</summary>
    internal const int MostClasses = 200;

    private const int MostSamples = 80, MostPerClass = 8, AugmentedImages = 6, AugmentedTimes = 6, MostMistakes = 24;

    /// <summary>Some images of each class, spread over the rows.</summary>
    /// <param name="model">The model, of images or of a table with a column of images.</param>
    /// <param name="rows">The training rows of the model.</param>
    /// <returns>A gallery; null if the rows have no images of bytes.</returns>
    public static ReportGallery? Samples(DataModel model, IRowSource rows)
    {
        if (ImageRowReader.TryOpen(model, rows) is not { } reader) return null;
        var groups = reader.Labels is { } labels
            ? Enumerable.Range(0, labels.Count).GroupBy(row => labels[row]).Where(g => g.Key >= 0).OrderBy(g => g.Key)
                .Select(group => (Title: reader.Classes[group.Key], Rows: group.ToArray())).ToArray()
            : [(Title: "", Rows: Enumerable.Range(0, reader.Count).ToArray())];
        var each = Math.Clamp(MostSamples / Math.Max(1, groups.Length), 1, reader.Labels is null ? AugmentedImages * 3 : MostPerClass);
        var shown = groups.Take(MostClasses).Select(group => new ReportPictures(
            group.Title, Invariant($"{group.Rows.Length:N0} {(group.Rows.Length == 1 ? "image" : "images")}"),
            reader.Read([.. Thinning.Spread(group.Rows, Math.Max(2, each)).Take(each).Select(row => (long)row)])));
        var caption = "Images of the training rows, as the network sees them."
            + (groups.Length > MostClasses ? Invariant($" Shown are the first {MostClasses} of {groups.Length} classes.") : "");
        return new(reader.Labels is null ? "Samples" : "Samples of each class", caption, [.. shown]);
    }

    /// <summary>Some images with random changes of training, beside the originals.</summary>
    /// <param name="model">The model, of images or of a table with a column of images.</param>
    /// <param name="rows">The training rows of the model.</param>
    /// <param name="augmentation">The changes; mixup is not shown.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <returns>A gallery; null if the rows have no images of bytes.</returns>
    public static ReportGallery? Augmented(DataModel model, IRowSource rows, ImageAugmentation augmentation, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        if (ImageRowReader.TryOpen(model, rows) is not { } reader) return null;
        long[] places = RowRange.Spread(reader.Count, Math.Min(reader.Count, AugmentedImages));
        var shown = reader.Read(places).Select((image, i) => new ReportPictures(
            reader.TitleOf(places[i]), "",
            [
                image, .. Enumerable.Range(0, AugmentedTimes - 1)
                    .Select(n => augmentation.Apply(image, seed, (i * AugmentedTimes) + n)),
            ]));
        return new(
            "Augmented samples",
            $"The first image of each line is an image of the training rows; the others show random changes of it ({augmentation}).",
            [.. shown]);
    }

    /// <summary>The wrong predictions with the highest probability.</summary>
    /// <param name="model">The model, of images or of a table with a column of images.</param>
    /// <param name="rows">The rows that were predicted.</param>
    /// <param name="predictions">The predictions of a class for these rows, in their order.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <returns>A gallery; null if the rows have no images of bytes, or no prediction is wrong.</returns>
    public static ReportGallery? Mistakes(DataModel model, IRowSource rows, Predictions predictions, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(classes);
        if (!predictions.IsClassification || ImageRowReader.TryOpen(model, rows) is not { } reader || reader.Count != predictions.RowCount)
            return null;
        long[] wrong =
        [
            .. Enumerable.Range(0, predictions.RowCount).Where(row => predictions.PredictedClass(row) != predictions.Labels[row])
                .OrderByDescending(row => Probability(row)).Select(row => (long)row),
        ];
        if (wrong.Length == 0) return null;
        long[] places = [.. wrong.Take(MostMistakes)];
        var names = reader.Names(places);
        var shown = reader.Read(places).Select((image, i) => new ReportPictures(
            $"{classes[predictions.Labels[(int)places[i]]]} → {classes[predictions.PredictedClass((int)places[i])]}",
            $"{ReportNumbers.Percent(Probability((int)places[i]))}, {names[i]}", [image]));
        var count = Invariant($"{wrong.Length:N0} of {predictions.RowCount:N0} predictions are wrong")
            + (places.Length < wrong.Length ? Invariant($"; the {places.Length} with the highest probability are shown") : "");
        return new("Most confident mistakes", $"{count}. True class → predicted class, its probability, and the image.", [.. shown]);

        double Probability(int row) => predictions.Outputs[(row * predictions.Width) + predictions.PredictedClass(row)];
    }
}
