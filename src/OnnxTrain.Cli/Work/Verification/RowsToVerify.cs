using System.Numerics.Tensors;

namespace OnnxTrain.Cli;

/// <summary>Rows that a file and its model are compared on, in sets.</summary>
internal static class RowsToVerify
{
    private const int MostImages = 1000, MostSizes = 16, MostResized = 21;
    private const long MostBytes = 1 << 28;

    /// <summary>
    /// The rows of a table; or for a model of images alone those of a folder and of folders in it, or of one file, of which those that
    /// cannot be read are passed over. Images come in the model's size, or, if it takes any, as they are, in a set for each of the
    /// commonest sizes. What they show does not matter, so labels are made up.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="file">The file that it is in, for messages.</param>
    /// <param name="data">A table, a folder of images or an image.</param>
    /// <param name="reading">How a table is written: adds it to what the model knows.</param>
    /// <param name="memory">How much of a table is in memory.</param>
    /// <param name="progress">Told of the rows of a table that are read.</param>
    /// <param name="cancellationToken">Stops the reading of a table.</param>
    /// <exception cref="ToolException">The data are of the wrong kind, or there are no images.</exception>
    /// <exception cref="DataException">The table lacks a column, or holds what the model does not take.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static IReadOnlyList<IRowSource> Read(
        DataModel model, string file, string data, Func<CsvOptions, CsvOptions> reading, MemoryRequest memory,
        IProgress<RowProgress>? progress, CancellationToken cancellationToken)
    {
        if (model.TakesTensors)
        {
            DataArgument.RequireImages(file, data);
            return Images(model, data);
        }

        DataArgument.RequireTable(file, model.Columns, data);
        model.Images = ToolDecoders.ImagesBeside(data);
        var large = new LargeTable(memory, new HashSet<string>());
        return [TableInput.Read(data, reading(model.ReadingOptions), ignore: [], large, progress, cancellationToken)];
    }

    /// <summary>Images in the model's channels, and in its size unless it takes any.</summary>
    public static IRowSource Fitting(DataModel model, IRowSource source)
    {
        var (image, images) = (model.Image!, source.ToDataset());
        var lengths = images.Pixels!.Lengths;
        return image.AnySize
            ? ImageResizing.Of(images, (int)lengths[2], (int)lengths[1], image.Channels, image.Fit)
            : ImageResizing.Of(images, image.Width, image.Height, image.Channels, image.Fit);
    }

    /// <summary>
    /// The rows that a model was trained on; if it takes images alone, of any size, some of them also wider and less high, and the other
    /// way round.
    /// </summary>
    public static IReadOnlyList<IRowSource> OfTraining(DataModel model, IRowSource rows)
    {
        if (!model.TakesTensors || model.Image is not { AnySize: true } image) return [rows];
        var some = rows.Select(RowRange.Of(0, MostResized, RowRoles.RequireCount(rows))).ToDataset();
        var (width, height) = (image.Width, image.Height);
        return [rows, Sized((2 * width) + 1, (height / 2) + 1), Sized((width / 2) + 1, (2 * height) + 1)];

        Dataset Sized(int toWidth, int toHeight) => ImageResizing.Of(some, toWidth, toHeight, image.Channels, ImageFit.Stretch);
    }

    private static IRowSource[] Images(DataModel model, string name)
    {
        var (files, feature) = (ImageFiles.Of([name]), model.Image!);
        var (count, bytes) = (Math.Min(files.Count, MostImages), 0L);
        var images = new List<PixelImage>(count);
        Exception? first = null;
        for (var i = 0; i < count && bytes < MostBytes; i++)
        {
            try
            {
                (int, int)? target = feature.AnySize ? null : (feature.Width, feature.Height);
                var image = ImageDecoders
                    .Read(files[(int)((long)i * files.Count / count)], ToolDecoders.All, target)
                    .WithChannels(feature.Channels, feature.Under);
                images.Add(feature.AnySize ? image : image.Resize(feature.Width, feature.Height, feature.Fit));
                bytes += images[^1].Pixels.Length;
            }
            catch (DataException e)
            {
                first ??= e;
            }
        }

        if (images.Count == 0)
            throw new ToolException($"'{name}' has no image that can be used. {first?.Message}", "Name a folder of images.");
        return
        [
            .. images
                .GroupBy(image => (image.Width, image.Height))
                .OrderByDescending(size => size.Count())
                .Take(MostSizes)
                .Select(size => Set(model, [.. size])),
        ];
    }

    private static Dataset Set(DataModel model, PixelImage[] images)
    {
        var (height, width, length) = (images[0].Height, images[0].Width, images[0].Pixels.Length);
        var pixels = new byte[images.Length * length];
        for (var i = 0; i < images.Length; i++) images[i].Pixels.CopyTo(pixels.AsSpan(i * length));
        var tensor = Tensor.Create(pixels, [images.Length, height, width, model.Image!.Channels]);
        return new(tensor, new int[images.Length], model.Classes.Count);
    }
}
