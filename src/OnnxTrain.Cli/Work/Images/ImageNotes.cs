namespace OnnxTrain.Cli;

/// <summary>What is the matter with images, in notes of a line each.</summary>
internal static class ImageNotes
{
    private const int Shown = 3;

    /// <param name="report">What was found.</param>
    /// <param name="background">What transparent pixels are blended with.</param>
    public static IEnumerable<string> Of(ImageReport report, PixelColour background)
    {
        foreach (var group in report.Issues.GroupBy(issue => issue.Kind).OrderBy(group => group.Key))
        {
            var files = string.Join(", ", group.Take(Shown).Select(issue => issue.File)) + (group.Count() > Shown ? ", …" : "");
            yield return $"{Numbers.Count(group.Count(), "file")} {Words(group.Key, group.Count() == 1, background)}: {files}";
        }
    }

    private static string Words(ImageIssueKind kind, bool isOne, PixelColour background) =>
        kind switch
        {
            ImageIssueKind.Empty => "left out, empty",
            ImageIssueKind.UnknownFormat => "left out, of an unknown format",
            ImageIssueKind.Truncated => "left out, truncated",
            ImageIssueKind.Damaged => "left out, damaged",
            ImageIssueKind.Unreadable => "left out, unreadable",
            ImageIssueKind.NoClass => "left out, not in the folder of a class",
            ImageIssueKind.Reduced => "of 16 bits to a channel, rounded to 8",
            ImageIssueKind.GreyInColour =>
                $"{(isOne ? "is" : "are")} grey in a set of colour images, and {(isOne ? "has" : "have")} three equal channels now",
            ImageIssueKind.Transparent =>
                $"{(isOne ? "has" : "have")} transparent pixels, which are blended with {background} (--background)",
            ImageIssueKind.Hidden => "passed over, hidden or of a file manager",
            ImageIssueKind.NotAFile => $"passed over, {(isOne ? "a pipe, a socket or a device" : "pipes, sockets or devices")}",
            ImageIssueKind.LinkLoop => $"passed over, {(isOne ? "a link" : "links")} back to a folder above",
            _ => $"{(isOne ? "has" : "have")} colour in a set of grey images, and {(isOne ? "is" : "are")} grey now",
        };
}
