namespace OnnxTrain;

/// <summary>
/// Rows in an Arrow IPC file on disk, mapped into memory: random access at the speed of memory, in memory that does not grow with their
/// number. <see cref="RowViews.CacheOnDisk"/> writes it. Other programs read the file as any Arrow file.
/// </summary>
public sealed class CachedRows : IRowSource, INamedRows, IDisposable
{
    private readonly ArrowFile _file;

    internal CachedRows(string name, string path, ArrowFile file, IReadOnlyList<RowColumn> columns, bool wasReused) =>
        (Name, Path, _file, Columns, WasReused) = (name, path, file, columns, wasReused);

    /// <summary>The name of what was cached, for messages.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Whether the file was there already.</summary>
    public bool WasReused { get; }

    /// <inheritdoc/>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <inheritdoc/>
    public long? RowCount => _file.Rows;

    /// <inheritdoc/>
    public bool IsRandomAccess => true;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The rows were disposed.</exception>
    public IRowReader Open(ReadOnlySpan<int> columns) =>
        new CachedRowReader(_file, [.. columns.ToArray().Select(c => (c, Columns[c]))]);

    /// <summary>The hash of the rows, that of <see cref="IRowSource.Fingerprint"/> of the same rows in memory.</summary>
    public string Fingerprint() => RowFingerprint.OfRows(this);

    /// <summary>Closes the file as soon as its readers are disposed. It stays on disk, to be used again.</summary>
    public void Dispose() => _file.Dispose();
}
