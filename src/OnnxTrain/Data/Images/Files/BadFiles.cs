namespace OnnxTrain;

/// <summary>A list of files that cannot be used, for messages.</summary>
internal static class BadFiles
{
    private const int Most = 10;

    /// <summary>One problem a line, the first ten, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> problems) =>
        string.Concat(problems.Take(Most).Select(problem => $"\n  • {problem}"))
            + (problems.Count > Most ? Invariant($"\n  … and {problems.Count - Most} more.\n") : "\n");
}
