using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using OnnxTrain.Cli;
using static System.FormattableString;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// The tool's train on a table of 2 GB with a limit of 300 MB, and in memory, each in a process of its own: samples a second of training,
/// seconds of the whole run, the most memory.
/// </summary>
internal static partial class LargeBenchmark
{
    private const string Child = "child";

    public static int Run(string[] args)
    {
        if (args is [Child, .. var tool]) return RunTool(tool);
        var options = BenchmarkOptions.Parse(args);
        var (limit, bytes) = (options.Text("memory", "300MB"), (long)(options.Number("gigabytes", 2) * 1e9));
        var folder = Directory.CreateTempSubdirectory("onnxtrain-large-");
        try
        {
            var data = Path.Combine(folder.FullName, "large.csv");
            var rows = LargeTableFile.Write(data, bytes);
            Console.WriteLine(Invariant($"{rows:N0} rows, {new FileInfo(data).Length / 1e9:F2} GB"));
            var onDisk = Train(folder, data, limit);
            var again = Train(folder, data, limit);
            var inMemory = Train(folder, data, "1TB");
            Console.WriteLine(Invariant($"training on disk beside in memory: {onDisk / inMemory:F2}, {again / inMemory:F2}"));
            var hashes = Directory.EnumerateFiles(folder.FullName, "*.onnx")
                .Select(file => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));
            Console.WriteLine($"the exported files are {(hashes.Distinct().Count() == 1 ? "the same to the byte" : "different")}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    /// <summary>Trains in a process of its own, and returns the samples a second.</summary>
    private static double Train(DirectoryInfo folder, string data, string memory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(LargeBenchmark).Assembly.Location);
        string[] arguments =
        [
            "large", Child, "train", data, "--target", "price", "--epochs", "1", "--batch-size", "256", "--memory", memory, "-o",
            Path.Combine(folder.FullName, $"{Guid.NewGuid():N}.onnx"),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(output);
        var rate = double.Parse(Rate().Match(output).Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture);
        Console.WriteLine(Invariant(
            $"--memory {memory}\t{rate:N0} samples/s\twhole run {clock.Elapsed.TotalSeconds:F0} s\t{Peak().Match(output).Value}"));
        return rate;
    }

    private static int RunTool(string[] args)
    {
        var code = Tool.Run(args, Terminal.Of(Console.Out, Console.Error, confirm: null), CancellationToken.None);
        Console.WriteLine(Invariant($"at most {ImageTrainingBenchmark.PeakMegabytes()} MB"));
        return code;
    }

    [GeneratedRegex(@"time .* s, ([\d,]+) rows/s")]
    private static partial Regex Rate();

    [GeneratedRegex(@"at most (\d+) MB")]
    private static partial Regex Peak();
}
