namespace OnnxTrain.Cli;

/// <summary>What is in a folder of images.</summary>
internal static class ImageFolderView
{
    private const int MostRows = 30, MostFiles = 20, MostSizes = 8;

    public static void Write(Page page, string folder, ImageFolder images, ImageSizes sizes)
    {
        var counts = RowLabels.TryRead(images)!.CountBy(label => label).ToDictionary();
        page.Heading(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            $"{Numbers.Count(images.Report.Used, "image")} of {Numbers.Count(images.Classes.Count, "class", "classes")} "
                + $"({NameList.Of(images.Classes)})");
        var colour = images.Channels == 3;
        var grey = images.Report.Count(ImageIssueKind.GreyInColour);
        page.Fact(
            "colour", !colour ? "all grey"
                : grey == 0 ? "all in colour"
                : $"{images.Report.Used - grey:N0} in colour, {grey:N0} grey");
        page.Fact("sizes", Sizes(sizes.Counts));
        page.Fact("left out", Numbers.Count(images.Report.Skipped, "file"));
        if (images.Report.Count(ImageIssueKind.Transparent) is > 0 and var transparent)
            page.Fact(
                "transparency",
                $"{Numbers.Count(transparent, "image")}; transparent pixels are blended with {PixelColour.White} (train --background)");
        if (PassedOver(images.Report) is { Length: > 0 } passed) page.Fact("passed over", passed);
        page.Blank();
        page.Table(
            ["class", "images", "part"],
            [
                .. images
                    .Classes.Take(MostRows)
                    .Select(
                        (name, label) =>
                            (string[])
                                [
                                    name, $"{counts.GetValueOrDefault(label):N0}",
                                    Numbers.Percent((double)counts.GetValueOrDefault(label) / images.Report.Used),
                                ]),
            ]);
        if (images.Classes.Count > MostRows)
            page.Line($"… and {images.Classes.Count - MostRows} more");
        WriteBad(page, images.Report);
    }

    private static string PassedOver(ImageReport report) => string.Join(
        ", ",
        new[]
        {
            (ImageIssueKind.Hidden, "hidden file", "hidden files"),
            (ImageIssueKind.NotAFile, "pipe, socket or device", "pipes, sockets or devices"),
            (ImageIssueKind.LinkLoop, "link to a folder above", "links to folders above"),
        }.Select(kind => (Count: report.Count(kind.Item1), kind.Item2, kind.Item3))
            .Where(kind => kind.Count > 0)
            .Select(kind => Numbers.Count(kind.Count, kind.Item2, kind.Item3)));

    private static void WriteBad(Page page, ImageReport report)
    {
        // That an image is grey among others is in the facts above.
        ImageIssue[] told = [.. report.Issues.Where(issue => issue.IsSkipped || issue.Kind == ImageIssueKind.Reduced)];
        if (told.Length == 0) return;
        page.Blank();
        page.Heading("Files to look at", $"{told.Length}", Page.Bad);
        foreach (var issue in told.Take(MostFiles)) page.Line(Failure.Translate(issue.Message), bullet: "• ");
        if (told.Length > MostFiles) page.Line($"… and {told.Length - MostFiles} more");
    }

    private static string Sizes(IReadOnlyList<((int Width, int Height) Size, int Count)> counts)
    {
        if (counts is [var (only, _)]) return $"all {ImageSizes.Text(only)} pixels (width × height)";
        var list = string.Join(", ", counts.Take(MostSizes).Select(c => $"{ImageSizes.Text(c.Size)} ({c.Count:N0})"));
        return $"{list}{(counts.Count > MostSizes ? $" and {counts.Count - MostSizes} more" : "")}; train with --image-size";
    }
}
