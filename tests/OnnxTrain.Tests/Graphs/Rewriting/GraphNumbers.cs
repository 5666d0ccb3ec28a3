using System.Runtime.InteropServices;

namespace OnnxTrain.Tests.Graphs.Rewriting;

/// <summary>What a graph computes on fixed data: its fetches, and what it leaves in variables of a name.</summary>
internal static class GraphNumbers
{
    private const int Rows = 4;

    /// <summary>Runs a graph once and puts the variables back.</summary>
    public static IReadOnlyList<(string Name, double[] Numbers)> Of(Graph graph)
    {
        Variable[] variables = [.. graph.Variables.Concat(graph.Updates.Select(u => u.Variable)).Distinct()];
        var before = variables.Select(v => v.Bytes.ToArray()).ToList();
        using var plan = new Plan(graph, new Dictionary<string, long> { ["batch"] = Rows }, new() { Seed = 5, Step = 2 });
        for (var i = 0; i < graph.Feeds.Count; i++) Fill(plan, graph.Feeds[i], i);
        plan.Run();
        List<(string, double[])> all = [];
        foreach (var fetch in graph.Fetches) all.Add(("fetch " + (char)('0' + all.Count), Read(plan.Bytes(fetch), fetch.ElementType)));
        all.AddRange(variables.Where(v => v.Shape.Rank > 0).Select(v => (v.Name, v.Numbers())));
        foreach (var (variable, bytes) in variables.Zip(before)) bytes.CopyTo(variable.Bytes);
        return all;
    }

    private static void Fill(Plan plan, Value feed, int seed)
    {
        var random = new Random(seed);
        if (feed.ElementType == ElementType.Float64) Numbers<double>(plan.Elements<double>(feed));
        else if (feed.ElementType == ElementType.Float32) Numbers<float>(plan.Elements<float>(feed));
        else throw new InvalidOperationException($"No data for {feed}.");

        void Numbers<T>(Span<T> elements)
            where T : unmanaged, System.Numerics.INumber<T>
        {
            // A scalar is a learning rate: a number of float32.
            foreach (ref var element in elements)
                element = T.CreateChecked(feed.Rank == 0 ? 0.0078125 : (float)((2 * random.NextDouble()) - 1));
        }
    }

    private static double[] Read(Span<byte> bytes, ElementType type) => type == ElementType.Float64
        ? MemoryMarshal.Cast<byte, double>(bytes).ToArray()
        : Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), x => (double)x);
}
