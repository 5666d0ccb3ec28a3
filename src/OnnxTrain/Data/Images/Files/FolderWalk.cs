namespace OnnxTrain;

/// <summary>
/// Lists a folder in ordinal order. Passes over hidden files, files of file managers, pipes, sockets and devices, and links to a folder
/// that they are in.
/// </summary>
/// <param name="root">The folder.</param>
internal sealed class FolderWalk(string root)
{
    private static readonly string[] OfFileManagers = ["Thumbs.db", "ehthumbs.db", "desktop.ini", "Icon\r"];

    private readonly List<ImageIssue> _passedOver = [];
    private readonly string _real = Real(root) ?? Path.GetFullPath(root);

    /// <summary>What was passed over so far.</summary>
    public IReadOnlyList<ImageIssue> PassedOver => _passedOver;

    /// <summary>The names of the folders in the root.</summary>
    public List<string> Folders() => Folders("");

    /// <summary>The names of the files in the root.</summary>
    public List<string> Files() => Files("");

    /// <summary>All files in a folder of the root and in its subfolders, as paths from the root with '/'.</summary>
    public IEnumerable<string> All(string name) => Below(name, [_real]);

    /// <summary>All files in the root and in its subfolders, as paths from the root with '/'.</summary>
    public IEnumerable<string> All() => Files().Concat(Folders().SelectMany(All));

    private IEnumerable<string> Below(string name, string[] above)
    {
        var real = Real(At(name));
        if (real is null || above.Contains(real))
        {
            _passedOver.Add(new(name, ImageIssueKind.LinkLoop, $"{name} is a link to a folder that it is in, or to itself."));
            return [];
        }

        return Files(name).Concat(Folders(name).SelectMany(inner => Below(inner, [.. above, real])));
    }

    private List<string> Folders(string name) => [.. Names(name, Directory.EnumerateDirectories(At(name))).Where(IsVisible)];

    private List<string> Files(string name) => [.. Names(name, Directory.EnumerateFiles(At(name))).Where(IsVisible).Where(IsFile)];

    private static IEnumerable<string> Names(string folder, IEnumerable<string> paths) => paths
        .Select(path => folder.Length == 0 ? Path.GetFileName(path) : $"{folder}/{Path.GetFileName(path)}")
        .Order(StringComparer.Ordinal);

    private bool IsVisible(string name)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        var isVisible = !last.StartsWith('.') && !OfFileManagers.Contains(last, StringComparer.OrdinalIgnoreCase);
        if (!isVisible) _passedOver.Add(new(name, ImageIssueKind.Hidden, $"{name} is hidden, or a file of a file manager."));
        return isVisible;
    }

    private bool IsFile(string name)
    {
        var isLoop = IsLoop(At(name));
        if (!isLoop && RegularFile.Is(At(name))) return true;
        _passedOver.Add(
            isLoop
                ? new(name, ImageIssueKind.LinkLoop, $"{name} is a link to itself.")
                : new(name, ImageIssueKind.NotAFile, $"{name} is a pipe, a socket or a device."));
        return false;
    }

    private static bool IsLoop(string path)
    {
        try
        {
            _ = File.ResolveLinkTarget(path, returnFinalTarget: true);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string At(string name) => Path.Combine(root, name);

    /// <summary>The path of a folder with links followed, to compare with others; null for a link that leads to itself.</summary>
    private static string? Real(string path)
    {
        try
        {
            // The target of a link may be given by a path with further links in it.
            var (real, full) = (Path.GetPathRoot(Path.GetFullPath(path))!, Path.GetFullPath(path));
            for (var parts = new Queue<string>(Parts(full)); parts.TryDequeue(out var part);)
            {
                real = Path.Combine(real, part);
                if (Directory.ResolveLinkTarget(real, returnFinalTarget: true) is { } target && target.FullName != real)
                    real = Real(target.FullName) ?? target.FullName;
            }

            return real;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string[] Parts(string path) => path[Path.GetPathRoot(path)!.Length..].Split(
        [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
}
