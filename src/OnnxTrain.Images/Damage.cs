namespace OnnxTrain;

/// <summary>Exceptions for files that cannot be used.</summary>
internal static class Damage
{
    public static DataException Truncated(ImageFormat format, string why) =>
        new($"The {ImageFormats.Name(format)} file is truncated: {why}. Fetch it again.");

    public static DataException Damaged(ImageFormat format, string why) =>
        new($"The {ImageFormats.Name(format)} file is damaged: {why}. Fetch it again.");
}
