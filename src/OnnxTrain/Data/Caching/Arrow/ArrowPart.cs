namespace OnnxTrain;

/// <summary>Where a batch lies in an Arrow file: the struct <c>Block</c> of its footer.</summary>
/// <param name="Offset">The start of its metadata.</param>
/// <param name="MetadataLength">The bytes of its metadata with their prefix.</param>
/// <param name="BodyLength">The bytes of its buffers.</param>
internal readonly record struct ArrowPart(long Offset, int MetadataLength, long BodyLength)
{
    public static long[] Numbers(IReadOnlyList<ArrowPart> parts) =>
        [.. parts.SelectMany(part => (long[])[part.Offset, part.MetadataLength, part.BodyLength])];
}
