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
            files.AddRange(new FolderWalk(name).All().Select(file => Path.Combine(name, file)));
            if (files.Count == before)
                throw new ToolException($"The folder '{name}' has no files in it.", "Name files of images, or a folder that has some.");
        }

        return files;
    }
}
