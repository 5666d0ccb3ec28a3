namespace OnnxTrain.Cli;

/// <summary>Files of images named on the command line, one by one or by their folder.</summary>
internal static class ImageFiles
{
    /// <summary>The files, those of a folder and of folders in it in ordinal order; names that begin with a dot are passed over.</summary>
    /// <exception cref="ToolException">A name is that of nothing, or a folder is empty.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> names)
    {
        var files = new List<string>();
        foreach (var name in names)
        {
            if (!Directory.Exists(name))
            {
                files.Add(File.Exists(name) ? name : throw new ToolException($"There is no file or folder '{name}'.", "Check the path."));
                continue;
            }

            var before = files.Count;
            Add(name, files);
            if (files.Count == before)
                throw new ToolException($"The folder '{name}' has no files in it.", "Name files of images, or a folder that has some.");
        }

        return files;
    }

    private static void Add(string folder, List<string> files)
    {
        files.AddRange(Visible(Directory.EnumerateFiles(folder)));
        foreach (var inner in Visible(Directory.EnumerateDirectories(folder))) Add(inner, files);
    }

    private static IOrderedEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal);
}
