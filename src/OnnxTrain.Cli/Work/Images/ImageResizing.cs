using System.Numerics.Tensors;

namespace OnnxTrain.Cli;

/// <summary>Brings the images of a data set to another size, or to other channels.</summary>
internal static class ImageResizing
{
    public static Dataset Of(Dataset data, int width, int height, int channels, ImageFit fit)
    {
        var (lengths, pixels) = (data.Pixels!.Lengths.ToArray(), Dataset.Elements(data.Pixels!).ToArray());
        var (fromHeight, fromWidth, fromChannels) = ((int)lengths[1], (int)lengths[2], (int)lengths[3]);
        var (from, to) = (fromHeight * fromWidth * fromChannels, height * width * channels);
        if ((long)data.RowCount * to > Array.MaxLength)
            throw new ToolException(
                $"{data.RowCount:N0} images of {width} × {height} pixels do not fit into memory.", "Choose a smaller --image-size.");
        var resized = new byte[data.RowCount * to];
        Parallel.For(0, data.RowCount, new ParallelOptions { MaxDegreeOfParallelism = Parallelism.MaxThreads }, row =>
        {
            var image = new PixelImage(fromWidth, fromHeight, fromChannels, pixels[(row * from)..((row + 1) * from)]);
            image.WithChannels(channels).Resize(width, height, fit).Pixels.CopyTo(resized.AsSpan(row * to));
        });
        return new(Tensor.Create(resized, [data.RowCount, height, width, channels]), data.Labels, data.Classes);
    }
}
