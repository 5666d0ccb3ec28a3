using System.Runtime.ExceptionServices;

namespace OnnxTrain;

/// <summary>Decodes the images of rows in parallel, each directly into the block.</summary>
internal sealed class ImageFolderReader(ImageFolder folder, ImageFolderOptions options, ImageFile[] files, int[] columns) : IRowReader
{
    public void Read(ReadOnlySpan<long> rows, RowBlock block)
    {
        var wanted = rows.ToArray();
        for (var c = 0; c < columns.Length; c++)
        {
            if (columns[c] == 0) Images(wanted, block.Array<byte>(c));
            else if (columns[c] == 1) Fill(wanted, block.Array<long>(c), file => file.Label);
            else Fill(wanted, block.Array<string>(c), file => file.Name);
        }
    }

    public int Read(long first, int count, RowBlock block)
    {
        var rows = RowRange.Of(first, count, files.Length);
        Read(rows, block);
        return rows.Length;
    }

    public void Dispose()
    {
    }

    private void Fill<T>(long[] rows, T[] destination, Func<ImageFile, T> value)
    {
        for (var i = 0; i < rows.Length; i++) destination[i] = value(files[rows[i]]);
    }

    private void Images(long[] rows, byte[] pixels)
    {
        var length = folder.Height * folder.Width * folder.Channels;
        var failures = new ExceptionDispatchInfo?[rows.Length];
        Parallel.For(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = Parallelism.MaxThreads }, i =>
        {
            try
            {
                Decode(files[rows[i]]).Pixels.CopyTo(pixels.AsSpan(i * length, length));
            }
            catch (Exception e)
            {
                failures[i] = ExceptionDispatchInfo.Capture(e);
            }
        });

        // The first in order, independent of the threads.
        Array.Find(failures, failure => failure is not null)?.Throw();
    }

    /// <exception cref="DataException">The file can no longer be read.</exception>
    private PixelImage Decode(ImageFile file)
    {
        try
        {
            (int, int)? target = file.IsWhole ? null : (folder.Width, folder.Height);
            var image = ImageDecoders.Decode(Path.Combine(folder.Folder, file.Name), file.Name, options.Decoders, target);
            var channels = options.Channels == ImageChannels.Grey || image.Channels == 1 ? 1 : 3;
            image = image.WithChannels(channels, options.Background).Resize(folder.Width, folder.Height, options.Fit);
            return image.WithChannels(folder.Channels);
        }
        catch (UnusableImageException e)
        {
            throw new DataException(
                $"{e.Message} It could be read when the folder '{folder.Folder}' was opened: the file has changed since.", e);
        }
    }
}
