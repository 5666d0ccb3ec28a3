using System.Numerics.Tensors;

namespace OnnxTrain.Cli;

/// <summary>Images that a file and its model are compared on: what they show does not matter, so labels are made up.</summary>
internal static class ImagesToVerify
{
    private const int MostImages = 1000, MostSizes = 16, MostResized = 21;
    private const long MostBytes = 1 << 28;

    /// <summary>
    /// The images of a folder and of folders in it, or of one file; what cannot be read is passed over. They come in the model's size, or,
    /// if it takes any, as they are, in a set for each of the commonest sizes.
    /// </summary>
    /// <exception cref="ToolException">There are no images.</exception>
    public static IReadOnlyList<IRowSource> Read(DataModel model, string name)
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
                    .WithChannels(feature.Channels);
                images.Add(feature.AnySize ? image : image.Resize(feature.Width, feature.Height, feature.Fit));
                bytes += images[^1].Pixels.Length;
            }
            catch (DataException e)
            {
                first ??= e;
            }
        }

        if (images.Count == 0)
            throw new ToolException($"There is no image in '{name}' that can be used. {first?.Message}", "Name a folder of image files.");
        return
        [
            .. images
                .GroupBy(image => (image.Width, image.Height))
                .OrderByDescending(size => size.Count())
                .Take(MostSizes)
                .Select(size => Set(model, [.. size])),
        ];
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

    /// <summary>Images in the model's size, and if it takes any, some of them wider and less high, and the other way round.</summary>
    public static IReadOnlyList<IRowSource> OfTraining(DataModel model, IRowSource images)
    {
        var image = model.Image!;
        if (!image.AnySize) return [images];
        var some = images.Select(RowRange.Of(0, MostResized, RowRoles.RequireCount(images))).ToDataset();
        var (width, height) = (image.Width, image.Height);
        return [images, Sized((2 * width) + 1, (height / 2) + 1), Sized((width / 2) + 1, (2 * height) + 1)];

        Dataset Sized(int toWidth, int toHeight) => ImageResizing.Of(some, toWidth, toHeight, image.Channels, ImageFit.Stretch);
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
