using System.Globalization;

namespace OnnxTrain.Cli;

/// <summary>The binary files of CIFAR-10 or CIFAR-100, in one folder.</summary>
internal static class CifarFolder
{
    private static readonly string[] TenNames =
    [
        "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin", "test_batch.bin",
    ];
    private static readonly string[] HundredNames = ["train.bin", "test.bin"];

    /// <summary>Training images, and the test images for validation.</summary>
    /// <exception cref="ToolException">A file is missing.</exception>
    public static ImageSet Read(string folder)
    {
        var isHundred = File.Exists(Path.Combine(folder, HundredNames[0]));
        var names = isHundred ? HundredNames : TenNames;
        string[] missing = [.. names.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"'{folder}' has no {NameList.Quoted(missing)}.",
                "--cifar takes the folder of the binary version: data_batch_1.bin to data_batch_5.bin and test_batch.bin of CIFAR-10, or "
                    + "train.bin and test.bin of CIFAR-100.");
        }

        string[] paths = [.. names.Select(name => Path.Combine(folder, name))];
        return isHundred
            ? new(HundredClasses(folder), CifarFile.ReadCifar100(paths[0]), CifarFile.ReadCifar100(paths[1]))
            : new(CifarFile.Cifar10Classes, CifarFile.ReadCifar10(paths[..^1]), CifarFile.ReadCifar10(paths[^1]));
    }

    /// <summary>The names that the set brings in a file, or numbers.</summary>
    private static string[] HundredClasses(string folder)
    {
        const int count = 100;
        var path = Path.Combine(folder, "fine_label_names.txt");
        string[] names = File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct()]
            : [];
        return names.Length == count ? names : [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }
}
