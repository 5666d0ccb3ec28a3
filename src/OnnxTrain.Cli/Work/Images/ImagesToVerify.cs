using System.Numerics.Tensors;

namespace OnnxTrain.Cli;

/// <summary>Images that a file and its model are compared on: what they show does not matter, so labels are made up.</summary>
internal static class ImagesToVerify
{
    private const int MostImages = 1000;

    /// <summary>The images of a folder and of folders in it, or of one file, in the model's size; what cannot be read is passed over.</summary>
    /// <exception cref="ToolException">There are no images.</exception>
    public static Dataset Read(ImageModel model, string name)
    {
        var files = ImageFiles.Of([name]);
        var length = model.Height * model.Width * model.Channels;
        var count = Math.Min(files.Count, MostImages);
        var images = new List<byte[]>(count);
        Exception? first = null;
        for (var i = 0; i < count; i++)
        {
            try
            {
                var image = PixelImage.Read(files[(int)((long)i * files.Count / count)]).WithChannels(model.Channels);
                images.Add(image.Resize(model.Width, model.Height, model.Fit).Pixels.ToArray());
            }
            catch (DataException e)
            {
                first ??= e;
            }
        }

        if (images.Count == 0) throw new ToolException($"There is no image in '{name}' that can be used. {first?.Message}", "Name a folder of PNG or JPEG files.");
        var pixels = new byte[images.Count * length];
        for (var i = 0; i < images.Count; i++) images[i].CopyTo(pixels.AsSpan(i * length));
        return new(Tensor.Create(pixels, [images.Count, model.Height, model.Width, model.Channels]), new int[images.Count], model.Classes.Count);
    }
}
