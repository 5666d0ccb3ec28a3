using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>images</c>: images a second that <c>ImageFolder.Open</c> decodes, files in the system's cache, the best of several rounds.
/// With <c>--folder F</c> the files are left there, for another build to read.
/// </summary>
internal static class ImagesBenchmark
{
    private const int Small = 224, Target = 64;

    /// <summary>Files of a kind, and the size they are read at.</summary>
    private static readonly (string Name, int Width, int Height, bool IsJpeg, int Count, int? Size)[] Kinds =
    [
        ("jpeg-224", Small, Small, true, 400, null),
        ("png-224", Small, Small, false, 200, null),
        ("jpeg-4000x3000", 4000, 3000, true, 12, Target),
    ];

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        if (options.Number("train", 0) is > 0 and var count) return ImageTrainingBenchmark.Run(options, (int)count);
        var kept = options.Text("folder", "");
        var folder = kept.Length > 0 ? Directory.CreateDirectory(kept) : Directory.CreateTempSubdirectory("onnxtrain-images-");
        try
        {
            foreach (var kind in Kinds)
            {
                var path = Path.Combine(folder.FullName, kind.Name);
                var bytes = Write(Path.Combine(path, "class"), kind.Width, kind.Height, kind.IsJpeg, kind.Count);
                var reading = new ImageFolderOptions { Decoders = [new SkiaDecoder()], Width = kind.Size, Height = kind.Size };
                var rate = Best(path, reading, kind.Count, options.Seconds);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{kind.Name}\t{bytes / kind.Count / 1024.0:F0} KiB a file\t{rate:F0} images/s to {kind.Size ?? kind.Width} pixels")
                );
            }
        }
        finally
        {
            if (kept.Length == 0) folder.Delete(recursive: true);
        }

        return 0;
    }

    internal static long Write(string folder, int width, int height, bool isJpeg, int count, int firstSeed = 0)
    {
        Directory.CreateDirectory(folder);
        var bytes = 0L;
        for (var i = 0; i < count; i++)
        {
            var file = SyntheticImage.Encode(width, height, isJpeg, firstSeed + i);
            File.WriteAllBytes(Path.Combine(folder, $"{i:0000}.{(isJpeg ? "jpg" : "png")}"), file);
            bytes += file.Length;
        }

        return bytes;
    }

    private static double Best(string folder, ImageFolderOptions options, int count, double seconds)
    {
        var (best, all) = (0.0, Stopwatch.StartNew());
        do
        {
            var one = Stopwatch.StartNew();
            ImageFolder.Open(folder, options);
            best = Math.Max(best, count / one.Elapsed.TotalSeconds);
        }
        while (all.Elapsed.TotalSeconds < seconds);
        return best;
    }
}
