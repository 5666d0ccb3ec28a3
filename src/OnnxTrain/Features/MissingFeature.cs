namespace OnnxTrain;

internal static class MissingFeature
{
    /// <summary>The exception for a column without any value.</summary>
    public static DataException Of(string name) =>
        new($"Column '{name}': every value is missing, so there is nothing to learn from it; leave the column out (--ignore {name}).");
}
