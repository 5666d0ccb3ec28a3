namespace OnnxTrain;

/// <summary>A row of a batch, for messages.</summary>
internal sealed class BatchCursor
{
    public int Row { get; set; }
}
