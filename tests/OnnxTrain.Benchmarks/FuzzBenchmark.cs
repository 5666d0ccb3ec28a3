using System.Globalization;
using OnnxTrain.Benchmarks.Fuzz;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// <c>fuzz TARGET</c>: gives a reader hostile inputs, made of good ones by changes that know their format. None may crash it, take more
/// than two seconds or 300 MB, or end in an exception that its documentation does not name. Failing inputs are saved.
/// </summary>
internal static class FuzzBenchmark
{
    /// <summary>A hang cannot be ended, and takes a core.</summary>
    private const int MostHangs = 4;

    private const int MostShown = 12;

    public static int Run(string[] args)
    {
        if (args is not [var name, .. var rest] || (name != "all" && FuzzTargets.Find(name) is null))
        {
            Console.WriteLine(
                $"fuzz TARGET [--count N] [--seed S] [--save FOLDER]; TARGET is all, or one of "
                    + $"{string.Join(", ", FuzzTargets.All.Select(t => t.Name))}");
            return 2;
        }

        var options = BenchmarkOptions.Parse(rest);
        FuzzTarget[] targets = name == "all" ? [.. FuzzTargets.All] : [FuzzTargets.Find(name)!];
        var (count, seed, folder) = (
            (int)options.Number("count", 1000),
            (int)options.Number("seed", 1),
            Path.GetFullPath(options.Text("save", Path.Combine(Path.GetTempPath(), "onnxtrain-fuzz"))));

        // The tool writes where its arguments say, and they may be any.
        var scratch = Directory.CreateTempSubdirectory("onnxtrain-fuzz-");
        Environment.CurrentDirectory = scratch.FullName;
        bool[] passed = [.. targets.Select(target => Run(target, count, seed, folder))];
        Environment.CurrentDirectory = Path.GetTempPath();
        scratch.Delete(recursive: true);
        return passed.Contains(false) ? 1 : 0;
    }

    private static bool Run(FuzzTarget target, int count, int seed, string folder)
    {
        var (counts, kinds, hangs) = (
            new int[Enum.GetValues<FuzzVerdict>().Length], new Dictionary<string, int>(StringComparer.Ordinal), 0);
        using var runner = new FuzzRunner(target, seed);
        foreach (var result in runner.Run(count))
        {
            counts[(int)result.Verdict]++;
            if (!result.IsFailure) continue;
            var kind = Kind(result);
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            if (kinds[kind] == 1 && kinds.Count <= MostShown)
            {
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{kinds.Count}.bin"));
                File.WriteAllBytes(path, result.Input);
                Console.WriteLine($"{result.Verdict} ({path}): {result.Detail}");
            }

            if (result is { Verdict: FuzzVerdict.Hang, Detail: "still running" } && ++hangs == MostHangs) break;
        }

        Console.WriteLine($"{target.Name}: {string.Join(", ", Enum.GetValues<FuzzVerdict>().Select(v => $"{counts[(int)v]} {v}"))}");
        return kinds.Count == 0;
    }

    /// <summary>Failures of one kind are shown once: by the exception and where it comes from.</summary>
    private static string Kind(FuzzResult result)
    {
        if (result.Verdict != FuzzVerdict.Undocumented) return result.Verdict.ToString();
        var lines = result.Detail.Split('\n');
        return $"{lines[0].Split(':')[0]} {lines.FirstOrDefault(l => l.TrimStart().StartsWith("at OnnxTrain", StringComparison.Ordinal))}";
    }
}
