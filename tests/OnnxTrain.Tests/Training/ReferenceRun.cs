using System.Text.Json;

namespace OnnxTrain.Tests.Training;

/// <summary>
/// A training run of PyTorch 1.13 in float64: Linear(3, 5) → activation → Linear(5, o), 20 full-batch steps on 6 samples. Weights,
/// inputs and targets are scale · sin(1 + 0.7 k + 1.3 i) over their row-major index i. NAdam ran with foreach=True: 1.13.0
/// multiplies by μ twice in its other form, which later versions mended.
/// </summary>
internal sealed record ReferenceRun(
    string Activation, string Loss, string Optimizer, double[] Losses, double[][] FirstGradients, double[][] FinalWeights)
{
    public static IReadOnlyList<ReferenceRun> All { get; } = Read("reference-runs.json");

    /// <summary>The optimizers and settings that <see cref="All"/> leaves out.</summary>
    public static IReadOnlyList<ReferenceRun> More { get; } = Read("optimizer-runs.json");

    public int Outputs => Loss == "bce" ? 1 : 2;

    /// <summary>The array of the given k and scale.</summary>
    public static double[] Wave(int count, int k, double scale) =>
        [.. Enumerable.Range(0, count).Select(i => scale * Math.Sin(1 + (0.7 * k) + (1.3 * i)))];

    private static ReferenceRun[] Read(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Training", file);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        return
        [
            .. json.RootElement.EnumerateArray().Select(run => new ReferenceRun(
                run.GetProperty("activation").GetString()!,
                run.GetProperty("loss").GetString()!,
                run.GetProperty("optimizer").GetString()!,
                Numbers(run.GetProperty("losses")),
                [.. run.GetProperty("first_gradients").EnumerateArray().Select(Numbers)],
                [.. run.GetProperty("final_weights").EnumerateArray().Select(Numbers)])),
        ];
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];
}
