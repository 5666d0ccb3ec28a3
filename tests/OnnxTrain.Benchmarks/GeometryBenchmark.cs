using System.Globalization;
using OnnxTrain.Benchmarks.Geometry;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// Windows, strides, padding, dilation, ceil mode, sizes and factors at random: the library, ONNX Runtime and plain loops have to agree.
/// </summary>
internal static class GeometryBenchmark
{
    private const int MostShown = 40;

    public static int Run(string[] args)
    {
        var options = BenchmarkOptions.Parse(args);
        var (count, seed) = ((int)options.Number("count", 10_000), (int)options.Number("seed", 1));
        var tally = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var mismatches = 0;
        for (var index = 0; index < count; index++)
        {
            var geometry = GeometryDraw.Of(seed, index);
            foreach (var isNamed in (bool[])[false, true])
            {
                var text = GeometryCheck.Mismatch(geometry, isNamed, index, out var outcome);
                var key = $"{geometry.Kind}, {(isNamed ? "named" : "fixed")} axes";
                if (!tally.TryGetValue(key, out var numbers)) tally[key] = numbers = new int[3];
                numbers[text is not null ? 2 : (int)outcome]++;
                if (text is not null && ++mismatches <= MostShown)
                    Console.WriteLine($"{index} ({(isNamed ? "named" : "fixed")} axes): {geometry}: {text}");
            }
        }

        foreach (var (kind, numbers) in tally)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"{kind, -36} {numbers[1], 7} agree {numbers[0], 7} refused {numbers[2], 7} mismatches"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{2 * count} cases, {mismatches} mismatches"));
        return mismatches == 0 ? 0 : 1;
    }
}
