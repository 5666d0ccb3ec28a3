namespace OnnxTrain.Cli;

/// <summary>Reads images, splits them, and says what was not as it should be.</summary>
internal static class ImagePreparation
{
    /// <summary>Reads what the request names.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="source">The model that the first weights are of, or null.</param>
    /// <param name="progress">Told of each file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ToolException">The images are of several sizes, or all of one class.</exception>
    /// <exception cref="DataException">Files are missing or bad.</exception>
    public static TrainingData Prepare(
        TrainRequest request, ModelDescription? source, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var set = request.Kind switch
        {
            DataKind.Idx => Resized(IdxFolder.Read(request.Data), request.Images),
            DataKind.Cifar => Resized(CifarFolder.Read(request.Data), request.Images),
            _ => OfFolder(request, progress, cancellationToken),
        };

        // Each fold validates by itself: the images that would validate one training test the model in the end.
        if (request is { Folds: not null, Kind: not DataKind.Folder }) set = set with { Validation = null, Test = set.Validation };
        Check(set);
        var image = ImageModel.FeatureOf(set.Train, new()
        {
            Axes = request.Images.Axes,
            AnySize = request.Images.AnySize,
            Fit = request.Images.Fit ?? ImageFit.Stretch,
        });
        return new(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Data))), set.Train, set.Validation,
            [Normalized(image, source, request.Images.Normalization)], [new ClassTarget("", set.Classes)],
            [.. set.Notes, .. Notes(request.Images), .. TrainingData.FewRows((int?)set.Validation?.RowCount, request.Noun)])
        {
            Test = set.Test, Source = source,
        };
    }

    private static string[] Notes(ImageRequest images) => images.Normalization == Normalization.ImageNet
        ? ["pixels are normalized by ImageNet's mean and deviation; --normalization data takes those of the training images"]
        : [];

    /// <summary>The feature with the mean and deviation that the first weights were trained with, or that were asked for.</summary>
    private static ImageFeature Normalized(ImageFeature image, ModelDescription? source, Normalization? wanted)
    {
        if (wanted == Normalization.ImageNet)
            return image.Channels == 3
                ? With(ImageNetworks.ImageNetMean, ImageNetworks.ImageNetDeviation)
                : throw new ToolException("ImageNet's normalization is for images in colour; these are grey.", "Add --colour.");
        return wanted is null && source?.Features is [ImageFeature known] && known.Channels == image.Channels
            ? With(known.Mean!, known.Deviation!)
            : image;

        ImageFeature With(IReadOnlyList<double> mean, IReadOnlyList<double> deviation) =>
            new(image.Name, image.Width, image.Height, image.Channels)
            {
                Axes = image.Axes, AnySize = image.AnySize, Fit = image.Fit, Mean = mean, Deviation = deviation,
                Background = image.Background,
            };
    }

    private static ImageSet OfFolder(TrainRequest request, IProgress<ImageFolderProgress>? progress, CancellationToken cancellationToken)
    {
        var wanted = request.Images;
        var options = new ImageFolderOptions
        {
            Decoders = ToolDecoders.With(wanted.MaxPixels),
            Background = wanted.Background,
            Width = wanted.Size?.Width,
            Height = wanted.Size?.Height,
            Channels = wanted.Channels,
            Fit = wanted.Fit ?? ImageFit.Stretch,
            OnBadImage = wanted.OnBadImage,
        };
        var divided = DividedFolder.Of(request.Data);
        var images = ImageSizes.Read(divided?.TrainPath ?? request.Data, options, progress, cancellationToken);
        var labels = RowLabels.TryRead(images)!;
        CheckClasses(labels, images.Classes);
        string[] notes = [.. ImageNotes.Of(images.Report, wanted.Background)];
        if (divided is not null) notes = [.. divided.Notes(request), .. notes];
        var held = Further("validation", request.Validation.Data ?? (request.Validation.IsAny ? divided?.ValidationPath : null));
        var test = Further("test", request.Test ?? divided?.TestPath);
        var all = new[] { images, held, test }.Sum(folder => folder?.RowCount ?? 0);
        var (train, validation) = held is null && divided?.Validation is null
            ? Split(Cached(images), labels, request.Validation.Part, request.Options.Seed)
            : (Cached(images), held is null ? null : Cached(held));
        return new(images.Classes, train, validation) { Test = test is null ? null : Cached(test), Notes = notes };

        ImageFolder? Further(string purpose, string? path)
        {
            if (path is null) return null;
            var folder = OfFurther(purpose, path, options, images, progress, cancellationToken);
            notes = [.. notes, .. ImageNotes.Of(folder.Report, wanted.Background)];
            return folder;
        }

        IRowSource Cached(ImageFolder folder) => folder.Cache((long)((double)wanted.CacheBytes * folder.RowCount!.Value / all));
    }

    /// <summary>Validation or test images of a folder of their own, in the form of the training images.</summary>
    /// <exception cref="ToolException">
    /// They have another size, and none was asked for; or a class that the training images have not.
    /// </exception>
    private static ImageFolder OfFurther(
        string purpose, string folder, ImageFolderOptions options, ImageFolder train, IProgress<ImageFolderProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (new FolderWalk(folder).Folders().FirstOrDefault(name => !train.Classes.Contains(name)) is { } unknown)
            throw new ToolException(
                $"The {purpose} images in '{folder}' have a folder '{unknown}', and the training images have no such class.",
                $"The classes are {NameList.Quoted(train.Classes)}.");
        options = options with
        {
            Classes = train.Classes,
            Channels = train.Channels == 1 ? ImageChannels.Grey : ImageChannels.Colour,
        };
        var held = ImageSizes.Read(folder, options, progress, cancellationToken);
        if ((held.Width, held.Height) == (train.Width, train.Height)) return held;
        var (own, wanted) = (ImageSizes.Text((held.Width, held.Height)), ImageSizes.Text((train.Width, train.Height)));
        throw new ToolException(
            $"The {purpose} images have {own} pixels, and the training images {wanted}.",
            $"Choose one size for all: --image-size {train.Width}x{train.Height}.");
    }

    private static (IRowSource Train, IRowSource? Validation) Split(IRowSource data, int[] labels, double part, ulong seed) =>
        ValidationSplit.Of([labels], part, seed) is var (train, validation)
            ? (data.Select(Array.ConvertAll(train, row => (long)row)), data.Select(Array.ConvertAll(validation, row => (long)row)))
            : (data, null);

    private static ImageSet Resized(ImageSet set, ImageRequest request)
    {
        var shape = set.Train.Columns[0].RowShape;
        var own = (Width: (int)shape[1].Size, Height: (int)shape[0].Size, Channels: (int)shape[2].Size);
        var (width, height) = request.Size ?? (own.Width, own.Height);
        var channels = request.Channels switch { ImageChannels.Grey => 1, ImageChannels.Colour => 3, _ => own.Channels };
        if ((width, height, channels) == own) return set;
        var fit = request.Fit ?? ImageFit.Stretch;
        return set with
        {
            Train = ImageResizing.Of(set.Train.ToDataset(), width, height, channels, fit),
            Validation = set.Validation is null ? null : ImageResizing.Of(set.Validation.ToDataset(), width, height, channels, fit),
        };
    }

    private static void CheckClasses(int[] labels, IReadOnlyList<string> classes)
    {
        if (classes.Count < 2)
            throw new ToolException(
                $"There is one class, '{classes[0]}', and a classifier needs two at least.",
                "The folder needs a folder of images for each class.");
        var found = labels.ToHashSet();
        if (Enumerable.Range(0, classes.Count).FirstOrDefault(label => !found.Contains(label), -1) is var empty and >= 0)
            throw new ToolException(
                $"The class '{classes[empty]}' has no image that can be used.",
                $"Put images into the folder '{classes[empty]}', or remove it.");
    }

    private static void Check(ImageSet set)
    {
        if (set.Train.RowCount < 2)
            throw new ToolException("There is one image to learn from.", "Training needs two at least; a useful model needs many more.");
        if (RowLabels.TryRead(set.Train)!.Distinct().Count() < 2)
            throw new ToolException("All images to learn from are of one class.", "Training needs images of two classes at least.");
    }
}
