namespace OnnxTrain.Onnx;

/// <summary>The entry in the metadata of a file that takes and yields only numbers.</summary>
internal static class NumbersOnlyMark
{
    public const string Key = "onnxtrain.labels";

    private const string None = "none";

    public static StringStringEntryProto Entry => new() { Key = Key, Value = None };

    /// <summary>Whether a file takes and yields only numbers.</summary>
    public static bool IsIn(ModelProto file) => file.MetadataProps.Any(entry => entry.Key == Key && entry.Value == None);

    /// <summary>Whether a file with this metadata takes and yields only numbers.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(Key) == None;
}
