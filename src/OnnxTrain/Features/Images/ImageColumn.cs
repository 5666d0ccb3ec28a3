using System.Runtime.ExceptionServices;

namespace OnnxTrain;

/// <summary>
/// The images at the paths in a column of a table, as a feature takes them. They are decoded in parallel, when they are read.
/// </summary>
internal sealed class ImageColumn
{
    private readonly ImageFeature _feature;
    private readonly CsvTable _table;
    private readonly CsvColumn _paths;
    private readonly ImagePaths _images;

    /// <exception cref="DataException">There is no such column, or there are no <see cref="ImagePaths"/> to read it.</exception>
    public ImageColumn(ImageFeature feature, CsvTable table, ImagePaths? images)
    {
        (_feature, _table, _paths) = (feature, table, table[feature.Name]);
        _images = images ?? throw new DataException(
            $"Column '{feature.Name}' holds paths of images; set ImagePaths to read them.");
    }

    /// <summary>The number of images.</summary>
    public int Count => _table.RowCount;

    /// <summary>The shape of an image, [height, width, channels].</summary>
    public (int Height, int Width, int Channels) Size => (_feature.Height, _feature.Width, _feature.Channels);

    /// <summary>The number of bytes in an image.</summary>
    public int Length => _feature.Height * _feature.Width * _feature.Channels;

    /// <summary>Throws if a row has no path.</summary>
    /// <exception cref="DataException">A row has none.</exception>
    public void RequirePaths()
    {
        if (_paths.MissingCount > 0) _ = Path(Enumerable.Range(0, Count).First(_paths.IsMissing));
    }

    /// <summary>Reads the images of rows in order.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="row">Returns the row of the table for an index.</param>
    /// <param name="pixels">The destination, [count, height, width, channels].</param>
    /// <exception cref="DataException">An image cannot be read; the first in order, regardless of which thread found it first.</exception>
    public void Read(int count, Func<int, int> row, byte[] pixels)
    {
        var failures = new ExceptionDispatchInfo?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Parallelism.MaxThreads }, i =>
        {
            try
            {
                Read(row(i), pixels.AsSpan(i * Length, Length));
            }
            catch (Exception e)
            {
                failures[i] = ExceptionDispatchInfo.Capture(e);
            }
        });
        Array.Find(failures, failure => failure is not null)?.Throw();
    }

    private void Read(int row, Span<byte> pixels)
    {
        var path = Path(row);
        try
        {
            _images.Read(path, _feature, pixels);
        }
        catch (DataException e)
        {
            throw new DataException($"{Place(row)}: column '{_feature.Name}': {e.Message}", e);
        }
    }

    private string Path(int row) => _paths.Text(row) is { Length: > 0 } path
        ? path
        : throw new DataException($"{Place(row)}: column '{_feature.Name}' has no image path.");

    private string Place(int row) => _table.PlaceOf(row);
}
