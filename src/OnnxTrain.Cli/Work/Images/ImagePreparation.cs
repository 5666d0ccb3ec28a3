namespace OnnxTrain.Cli;

/// <summary>Reads images, splits them, and says what was not as it should be.</summary>
internal static class ImagePreparation
{
    private const int FewValidationImages = 20;

    /// <summary>Reads what the request names.</summary>
    /// <exception cref="ToolException">The images are of several sizes, or there is nothing to tell apart.</exception>
    /// <exception cref="DataException">Files are missing or bad.</exception>
    public static ImageData Prepare(ImageRequest request, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data)));
        var data = request.Source switch
        {
            ImageSourceKind.Idx => IdxFolder.Read(request.Data) with { Name = name },
            ImageSourceKind.Cifar => CifarFolder.Read(request.Data) with { Name = name },
            _ => OfFolder(request, name, progress, cancellationToken),
        };
        if (request.Source != ImageSourceKind.Folder) data = Resized(data, request);
        Check(data);
        if (data.ValidationCount is < FewValidationImages and { } images)
            data = data with
            {
                Notes =
                [
                    .. data.Notes,
                    $"{Numbers.Count(images, "validation image")} {(images == 1 ? "says" : "say")} little; --validation 0 learns from all",
                ],
            };
        return data;
    }

    private static ImageData OfFolder(
        ImageRequest request, string name, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var options = new ImageFolderOptions
        {
            Decoders = ToolDecoders.All,
            Width = request.Size?.Width,
            Height = request.Size?.Height,
            Channels = request.Channels,
            Fit = request.Fit ?? ImageFit.Stretch,
            OnBadImage = request.OnBadImage,
        };
        var images = ImageSizes.Read(request.Data, options, progress, cancellationToken);
        var labels = RowLabels.TryRead(images)!;
        CheckClasses(labels, images.Classes);
        var (train, validation) = Split(images.Cache(request.CacheBytes), labels, request.Validation, request.Options.Seed);
        return new(name, images.Classes, train, validation, [.. ImageNotes.Of(images.Report)]);
    }

    /// <summary>The only image of a class has to be learned from: a model cannot be judged by a class that it does not know.</summary>
    private static (IRowSource Train, IRowSource? Validation) Split(IRowSource data, int[] labels, double part, ulong seed)
    {
        if (part == 0) return (data, null);
        var counts = labels.CountBy(label => label).ToDictionary();
        int[] single = [.. Enumerable.Range(0, labels.Length).Where(row => counts[labels[row]] == 1)];
        int[] several = [.. Enumerable.Range(0, labels.Length).Where(row => counts[labels[row]] > 1)];
        if (several.Length < 2) return (data, null);
        var (train, validation) = RowSplit.Stratified(CsvColumn.Pick(labels, several), 1 - part, seed);
        return (
            data.Select([.. CsvColumn.Pick(several, train).Concat(single).Order().Select(row => (long)row)]),
            data.Select([.. CsvColumn.Pick(several, validation).Select(row => (long)row)]));
    }

    private static ImageData Resized(ImageData data, ImageRequest request)
    {
        var (width, height) = request.Size ?? (data.Width, data.Height);
        var channels = request.Channels switch { ImageChannels.Grey => 1, ImageChannels.Colour => 3, _ => data.Channels };
        if ((width, height, channels) == (data.Width, data.Height, data.Channels)) return data;
        var fit = request.Fit ?? ImageFit.Stretch;
        return data with
        {
            Train = ImageResizing.Of(data.Train.ToDataset(), width, height, channels, fit),
            Validation = data.Validation is null ? null : ImageResizing.Of(data.Validation.ToDataset(), width, height, channels, fit),
        };
    }

    private static void CheckClasses(int[] labels, IReadOnlyList<string> classes)
    {
        if (classes.Count < 2)
            throw new ToolException(
                $"There is one class, '{classes[0]}', and nothing to tell it from.",
                "The folder needs a folder of images for each class, two at least.");
        var found = labels.ToHashSet();
        if (Enumerable.Range(0, classes.Count).FirstOrDefault(label => !found.Contains(label), -1) is var empty and >= 0)
            throw new ToolException(
                $"The class '{classes[empty]}' has no image that can be used.",
                $"Put images into the folder '{classes[empty]}', or remove it.");
    }

    private static void Check(ImageData data)
    {
        if (data.TrainCount < 2)
            throw new ToolException("There is one image to learn from.", "Training needs two at least; a useful model needs many more.");
        if (RowLabels.TryRead(data.Train)!.Distinct().Count() < 2)
            throw new ToolException("All images to learn from are of one class.", "Training needs images of two classes at least.");
    }
}
