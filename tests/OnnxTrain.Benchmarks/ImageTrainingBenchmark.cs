using System.Diagnostics;
using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>images --train N</c>: a network trained on N JPEG files of 224 × 224 pixels, of which a fifth is for validation: images a second and
/// the most memory that the process had.
/// </summary>
internal static class ImageTrainingBenchmark
{
    private const int Side = 224, Classes = 4;

    public static int Run(BenchmarkOptions options, int count)
    {
        var kept = options.Text("folder", "");
        var folder = kept.Length > 0 ? Directory.CreateDirectory(kept) : Directory.CreateTempSubdirectory("onnxtrain-images-");
        try
        {
            for (var c = 0; c < Classes; c++)
            {
                var path = Path.Combine(folder.FullName, $"class{c}");
                if (!Directory.Exists(path)) ImagesBenchmark.Write(path, Side, Side, isJpeg: true, count / Classes, firstSeed: c * count);
            }

            Train(folder.FullName, options);
        }
        finally
        {
            if (kept.Length == 0) folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Train(string folder, BenchmarkOptions options)
    {
        Parallelism.MaxThreads = options.Threads;
        var clock = Stopwatch.StartNew();
        var images = ImageFolder.Open(folder, new() { Decoders = [new SkiaDecoder()] });
        var (train, validation) = images.Cache((long)options.Number("cache", 0) << 20).Split(0.8);
        Tell("opened", clock);
        var model = ImageModel.Classifier(train, images.Classes, options.Text("net", "cnn"));
        Tell("made", clock);
        using var trainer = new Trainer(model, new Adam(), options: new()
        {
            BatchSize = 32, TimeLimit = TimeSpan.FromSeconds(options.Number("limit", 3600)),
        });
        var history = trainer.Fit(train, (int)options.Number("epochs", 2), validation);
        Tell("trained", clock);
        foreach (var epoch in history.Epochs)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch.Epoch}\t{epoch.RowsPerSecond:F1} images/s\tloss {epoch.TrainingLoss:R} {epoch.ValidationLoss:R}"));
    }

    private static void Tell(string what, Stopwatch clock) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}\tafter {clock.Elapsed.TotalSeconds:F1} s, at most {PeakMegabytes()} MB of memory"));

    /// <summary>The most memory that the process had (VmHWM); on other systems than Linux what the runtime tells.</summary>
    internal static long PeakMegabytes()
    {
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        var line = File.ReadLines(status).First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) >> 10;
    }
}
