namespace OnnxTrain.Tests.Architecture;

/// <summary>Who may use whom among the folders of the library.</summary>
internal static class FolderRules
{
    static readonly string[] Composition = ["Ops", "Graphs"];

    static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Kernels"] = [],
        ["Onnx"] = [],
        ["Graphs"] = ["Kernels", "Onnx"],
        ["Ops"] = ["Graphs", "Kernels", "Onnx"],
        ["Execution"] = ["Ops", "Graphs", "Kernels"],
        ["Layers"] = Composition,
        ["Losses"] = Composition,
        ["Optimizers"] = Composition,
        ["Metrics"] = Composition,
        ["Data"] = ["Graphs", "Data/Caching"],
        ["Data/Caching"] = ["Data", "Graphs", "Onnx"],
        ["Data/Images"] = ["Data", "Graphs", "Kernels"],
        ["Features"] = ["Ops", "Graphs", "Data", "Data/Caching", "Data/Images"],
        ["Targets"] = ["Features", "Ops", "Graphs", "Losses", "Metrics", "Data"],
        ["Layers/Models"] = ["Targets", "Layers", "Execution", "Ops", "Graphs", "Data"],
        ["Training"] =
        [
            "Features", "Targets", "Layers/Models",
            "Kernels", "Onnx", "Graphs", "Ops", "Execution", "Layers", "Losses", "Optimizers", "Metrics", "Data", "Data/Caching",
            "Data/Images",
        ],
        ["Export"] = ["Targets", "Layers/Models", "Layers", "Ops", "Graphs", "Onnx"],
        ["TrainingFiles"] =
        [
            "Targets", "Layers/Models", "Training", "Export", "Optimizers", "Losses", "Metrics", "Layers", "Ops", "Graphs", "Onnx", "Data",
        ],
        ["Reports"] =
        [
            "Features", "Targets", "Layers/Models", "Training", "Data", "Data/Images", "Metrics", "Layers", "Graphs", "Onnx",
        ],
    };

    /// <summary>Packages that not every folder may use, by their root namespace.</summary>
    static readonly Dictionary<string, string[]> PackageUsers = new()
    {
        ["Google.Protobuf"] = ["Onnx", "Graphs", "Ops", "Export"],
        ["CsvHelper"] = ["Data"],
    };

    /// <summary>The folder whose rule holds for a file: the innermost that has one, else the outermost.</summary>
    public static string FolderOf(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (Knows(path[..end])) return path[..end];
        }

        return path[..Math.Max(0, path.IndexOf('/', StringComparison.Ordinal))];
    }

    public static bool Knows(string folder) => Uses.ContainsKey(folder);

    public static bool MayUse(string folder, string other) => folder == other || Uses[folder].Contains(other);

    public static bool MayUseNamespace(string folder, string name) =>
        !PackageUsers.Any(rule => (name == rule.Key || name.StartsWith(rule.Key + ".", StringComparison.Ordinal))
                                  && !rule.Value.Contains(folder));
}
