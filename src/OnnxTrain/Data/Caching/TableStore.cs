namespace OnnxTrain;

/// <summary>Where tables go that are more than memory holds.</summary>
/// <param name="Folder">The folder of the files.</param>
/// <param name="Memory">The memory in bytes that a run is to stay near.</param>
internal sealed record TableStore(string Folder, long Memory)
{
    /// <summary>The file of the table, once there is one.</summary>
    public string File { get; init; } = "";

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The part of the memory that pages of files may take, libraries included.</summary>
    public long OfFiles => Math.Max(64L << 20, Memory / 2);

    /// <summary>The part of the memory that rows may take which a training step is going to need.</summary>
    public long OfRowsAhead => Math.Max(1L << 16, Memory / 6);

    /// <summary>Rows of less memory than this stay in memory.</summary>
    public long OfRows => Memory / 8;
}
