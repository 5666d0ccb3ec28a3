using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The four files of MNIST and of sets like it, in one folder.</summary>
internal static class IdxFolder
{
    private static readonly string[] Parts = ["train-images", "train-labels", "t10k-images", "t10k-labels"];

    /// <summary>Training images, and the test images for validation.</summary>
    /// <exception cref="ToolException">A file is missing.</exception>
    public static ImageSet Read(string folder)
    {
        string[] names =
        [
            .. Directory
                .EnumerateFiles(folder)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.StartsWith('.'))
                .Order(StringComparer.Ordinal),
        ];
        string?[] files = [.. Parts.Select(part => Find(names, part))];
        string[] missing = [.. Parts.Where((_, i) => files[i] is null)];
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"'{folder}' has no file of "
                    + $"{string.Join(" or ", missing)}"
                    + (missing.Length == Parts.Length ? "." : $"; it has {string.Join(", ", files.OfType<string>())}."),
                "--idx takes a folder with four files: train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
                    + "t10k-labels-idx1-ubyte, or the same with .gz.");
        }

        string[] paths = [.. files.Select(name => Path.Combine(folder, name!))];
        var classes = Classes(paths[1]);
        var (train, test) = (
            IdxFile.ReadPixelsAndLabels(paths[0], paths[1], classes), IdxFile.ReadPixelsAndLabels(paths[2], paths[3], classes));
        if (!train.Pixels!.Lengths[1..].SequenceEqual(test.Pixels!.Lengths[1..]))
            throw new ToolException($"{files[0]} and {files[2]} have images of different sizes.", "Check that they belong together.");
        return new([.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))], train, test);
    }

    /// <summary>The file of a part; as it is before one that is compressed.</summary>
    private static string? Find(string[] names, string part) =>
        names
            .Where(name =>
                name.Contains(part, StringComparison.OrdinalIgnoreCase)
                || name.Contains(part.Replace("t10k", "test", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            .MinBy(name => name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));

    /// <summary>As many as the largest label asks for.</summary>
    private static int Classes(string labels)
    {
        var data = IdxFile.Read(labels);
        return data.ElementType == typeof(byte) && data.Bytes.Length > 0
            ? data.Bytes.ToArray().Max() + 1
            : throw new ToolException($"{Path.GetFileName(labels)} holds no labels of one byte each.", "Check that it is the right file.");
    }
}
