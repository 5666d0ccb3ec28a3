using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace OnnxTrain.Benchmarks;

/// <summary>
/// A CSV file of any size: 28 numbers, some missing, categories of 200 and 5 texts, truth values, and a price that depends on them.
/// </summary>
internal static class LargeTableFile
{
    private const int Numbers = 24, Counts = 4, Cities = 200;

    /// <returns>The number of rows.</returns>
    public static long Write(string path, long bytes)
    {
        var (random, line, rows) = (new Random(20261128), new StringBuilder(), 0L);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        string[] names =
        [
            .. Enumerable.Range(0, Numbers).Select(i => Invariant($"x{i}")), .. Enumerable.Range(0, Counts).Select(i => Invariant($"n{i}")),
            "city", "kind", "flag", "price",
        ];
        file.Write($"{string.Join(',', names)}\n");
        var written = 0L;
        for (; written < bytes; rows++)
        {
            line.Clear();
            var sum = 0.0;
            for (var i = 0; i < Numbers; i++)
            {
                var x = (random.NextDouble() - 0.5) * 100;
                sum += i < 4 ? x * (i + 1) : 0;
                if (random.Next(37) > 0) line.Append(CultureInfo.InvariantCulture, $"{x:F4}");
                line.Append(',');
            }

            for (var i = 0; i < Counts; i++) line.Append(CultureInfo.InvariantCulture, $"{random.Next(1000)},");
            var (city, kind, flag) = (random.Next(Cities), random.Next(5), random.Next(3) == 0);
            var price = sum + city + (10 * kind) + (flag ? 20 : 0) + random.NextDouble();
            line.Append(CultureInfo.InvariantCulture, $"city {city},{"ABCDE"[kind]},{(flag ? "yes" : "no")},{price:F2}\n");
            file.Write(line);
            written += line.Length;
        }

        return rows;
    }
}
