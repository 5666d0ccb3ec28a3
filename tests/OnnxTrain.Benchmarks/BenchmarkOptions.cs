using System.Globalization;

namespace OnnxTrain.Benchmarks;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class BenchmarkOptions(IReadOnlyDictionary<string, string> values)
{
    public int Threads => (int)Number("threads", Environment.ProcessorCount);

    public double Seconds => Number("seconds", 3);

    public static BenchmarkOptions Parse(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
                throw new ArgumentException($"'{args[i]}' is not an option with a value, such as --threads 2.");
            values[args[i][2..]] = args[i + 1];
        }

        return new(values);
    }

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    public double Number(string name, double otherwise) =>
        values.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
