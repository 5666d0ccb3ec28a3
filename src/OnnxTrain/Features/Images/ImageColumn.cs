using System.Runtime.ExceptionServices;

namespace OnnxTrain;

/// <summary>
/// The images that a column of a table names, as a feature takes them. They are decoded side by side, when they are read.
/// </summary>
internal sealed class ImageColumn
{
    private readonly ImageFeature _feature;
    private readonly CsvTable _table;
    private readonly CsvColumn _paths;
    private readonly ImagePaths _images;

    /// <exception cref="DataException">There is no such column, or nothing says how its paths become images.</exception>
    public ImageColumn(ImageFeature feature, CsvTable table, ImagePaths? images)
    {
        (_feature, _table, _paths) = (feature, table, table[feature.Name]);
        _images = images ?? throw new DataException(
            $"Column '{feature.Name}' holds paths of images; say how they become images, by ImagePaths.");
    }

    /// <summary>The number of images.</summary>
    public int Count => _table.RowCount;

    /// <summary>The axes of an image, [height, width, channels].</summary>
    public (int Height, int Width, int Channels) Size => (_feature.Height, _feature.Width, _feature.Channels);

    /// <summary>The bytes of an image.</summary>
    public int Length => _feature.Height * _feature.Width * _feature.Channels;

    /// <summary>Throws if a row has no path.</summary>
    /// <exception cref="DataException">A row has none.</exception>
    public void RequirePaths()
    {
        if (_paths.MissingCount > 0) _ = Path(Enumerable.Range(0, Count).First(_paths.IsMissing));
    }

    /// <summary>Reads the images of rows, one after the other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="row">Which row of the table is at a place.</param>
    /// <param name="pixels">Where they go, [count, height, width, channels].</param>
    /// <exception cref="DataException">An image cannot be read; the first in order, whatever thread met it first.</exception>
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
        : throw new DataException($"{Place(row)}: column '{_feature.Name}' has no path of an image.");

    private string Place(int row) => Invariant($"{_table.Name}, line {_table.LineOf(row)}");
}
