using System.Text;

namespace OnnxTrain;

/// <summary>A report on the files of a folder of images.</summary>
public sealed class ImageReport
{
    internal ImageReport(int used, IReadOnlyList<ImageIssue> issues) => (Used, Issues) = (used, issues);

    /// <summary>The number of images in the data set.</summary>
    public int Used { get; }

    /// <summary>The number of skipped files.</summary>
    public int Skipped => Issues.Count(issue => issue.IsSkipped);

    /// <summary>The problems, in the order of the files.</summary>
    public IReadOnlyList<ImageIssue> Issues { get; }

    /// <summary>Counts the files with a kind of problem.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Their number.</returns>
    public int Count(ImageIssueKind kind) => Issues.Count(issue => issue.Kind == kind);

    /// <summary>The counts, and up to three files of each kind.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        const int shown = 3;
        var text = new StringBuilder(Invariant($"{Used} images used, {Skipped} files skipped."));
        foreach (var group in Issues.GroupBy(issue => issue.Kind).OrderBy(group => group.Key))
        {
            var files = group.Take(shown).Select(issue => issue.File);
            text.Append(
                Invariant($"\n{Words(group.Key)}: {group.Count()} ({string.Join(", ", files)}{(group.Count() > shown ? ", …" : "")})"));
        }

        return text.ToString();
    }

    private static string Words(ImageIssueKind kind) => kind switch
    {
        ImageIssueKind.Empty => "skipped, no bytes",
        ImageIssueKind.UnknownFormat => "skipped, unknown image format",
        ImageIssueKind.Truncated => "skipped, truncated",
        ImageIssueKind.Damaged => "skipped, damaged",
        ImageIssueKind.Unreadable => "skipped, cannot be read",
        ImageIssueKind.NoClass => "skipped, not in a class folder",
        ImageIssueKind.Reduced => "used, 16 bits reduced to 8",
        ImageIssueKind.GreyInColour => "used, grey in a colour set",
        ImageIssueKind.ColourInGrey => "used, colour in a grey set",
        ImageIssueKind.Transparent => "used, transparent pixels blended with the background",
        ImageIssueKind.Hidden => "passed over, hidden",
        ImageIssueKind.NotAFile => "passed over, no regular file",
        _ => "passed over, a link that leads back",
    };
}
