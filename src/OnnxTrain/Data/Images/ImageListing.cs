namespace OnnxTrain;

/// <summary>The files of a folder of images, with their classes.</summary>
internal sealed record ImageListing(
    IReadOnlyList<string> Classes, IReadOnlyList<(string Name, int Label)> Files, IReadOnlyList<ImageIssue> Issues)
{
    public static ImageListing Of(string folder, ImageFolderOptions options)
    {
        if (!Directory.Exists(folder)) throw new DataException($"There is no folder '{Path.GetFullPath(folder)}'. Check the path.");
        try
        {
            var walk = new FolderWalk(folder);
            var found = walk.Folders();
            if (found.Count == 0)
            {
                throw new DataException(
                    $"The folder '{Path.GetFullPath(folder)}' has no subfolders. Expected one per class, with the name of the class and "
                        + "the class's images inside.");
            }

            var classes = options.Classes ?? found;
            if (found.FirstOrDefault(name => !classes.Contains(name)) is { } unknown)
            {
                throw new DataException(
                    $"The folder '{unknown}' is not one of the classes ({string.Join(", ", classes)}). Rename or remove it, or add it to "
                        + "the classes.");
            }

            List<(string, int)> files =
            [
                .. classes.SelectMany((name, label) =>
                    found.Contains(name) ? walk.All(name).Select(file => (file, label)) : []),
            ];
            if (files.Count == 0)
                throw new DataException($"The folders of the classes in '{Path.GetFullPath(folder)}' have no files in them.");
            ImageIssue[] beside =
            [
                .. walk.Files().Select(name => new ImageIssue(name, ImageIssueKind.NoClass, $"{name} is not in a class folder.")),
                .. walk.PassedOver,
            ];
            return new([.. classes], options.MaxImages is { } most && most < files.Count ? Spread(files, most) : files, beside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder '{Path.GetFullPath(folder)}' cannot be listed: {e.Message}", e);
        }
    }

    private static List<(string, int)> Spread(List<(string, int)> files, int count) =>
        [.. Enumerable.Range(0, count).Select(i => files[(int)((long)i * files.Count / count)])];
}
