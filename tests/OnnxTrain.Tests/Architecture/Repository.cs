namespace OnnxTrain.Tests.Architecture;

/// <summary>Where the sources and the build's outputs lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Source { get; } = Path.Combine(Root, "src");

    /// <summary>Debug or Release, the one that these tests were built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>Every C# file below a folder that a person wrote.</summary>
    public static IEnumerable<string> WrittenFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Relative(folder, file).Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    public static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnnxTrain.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds OnnxTrain.sln.");
    }
}
