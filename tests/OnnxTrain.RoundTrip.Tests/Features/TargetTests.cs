using System.Text.Json;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Every kind of target: its answers, its loss, its description, and the same in ONNX Runtime.</summary>
public sealed class TargetTests : IDisposable
{
    private static readonly Dictionary<string, TargetCase[]> OfKind = new()
    {
        ["class"] =
        [
            new(new ClassTarget("kind") { Weight = 0.5 }, [0, 1, 1, 0], Softmax, (row, truth) => -Math.Log(Softmax(row)[(int)truth])),
        ],
        ["number"] =
        [
            new(new NumberTarget("price"), [3, 5, 7, 9], Standardized, Squared(price => (price - 14) / Deviation)),
            new(
                new NumberTarget("price") { IsLogarithmic = true, Weight = 3 }, [3, 5, 7, 9],
                row => [Math.Exp((row[0] * LogDeviation) + LogMean) - 1], Squared(price => (Math.Log(1 + price) - LogMean) / LogDeviation)),
        ],
    };

    private readonly TemporaryFolder _folder = new();

    // Prices are 3, 5 … 25.
    private static double Deviation => Math.Sqrt(Prices.Average(p => (p - 14) * (p - 14)));

    private static double LogMean => Prices.Average(p => Math.Log(1 + p));

    private static double LogDeviation => Math.Sqrt(Prices.Average(p => Math.Pow(Math.Log(1 + p) - LogMean, 2)));

    private static IEnumerable<double> Prices => Enumerable.Range(0, 12).Select(row => 3.0 + (2 * row));

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var (kind, all) in OfKind)
        {
            for (var i = 0; i < all.Length; i++) cases.Add(kind, i);
        }

        return cases;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Series, which are no columns of a table, have ForecastModelTests.</summary>
    [Fact]
    public void Every_kind_has_cases() => Assert.Equal(TargetKinds.Names.Except(["series"]).Order(), OfKind.Keys.Order());

    [Theory, MemberData(nameof(Cases))]
    public void Answers_loss_and_truth_are_those_of_the_formulas(string kind, int index)
    {
        var (test, target) = (OfKind[kind][index], OfKind[kind][index].Target.Fit(FeatureCases.Table));
        Assert.Equal(test.Truth, target.Read(FeatureCases.Table)[..4]);
        double[][] rows =
        [
            .. Enumerable.Range(0, 4).Select(row => Enumerable.Range(0, target.Width).Select(i => Math.Sin((2 * row) + i)).ToArray()),
        ];
        var output = Value.Input("output", ElementType.Float64, ["batch", target.Width]);
        var type = target.DefaultLoss.TargetType(output.Type);
        var truth = Value.Input("truth", type.ElementType, type.Shape);
        var loss = target.DefaultLoss.Of(output, target.EncodeTarget(truth));
        using var evaluator = new Evaluator([output, truth], [target.Answer(output), loss]);

        var found = evaluator.Run(
        [
            TensorData.Of<double>([.. rows.SelectMany(row => row)], [4, target.Width]),
            type.ElementType == ElementType.Int64
                ? TensorData.Of<long>([.. test.Truth.Select(t => (long)t)], [4])
                : TensorData.Of<double>([.. test.Truth.Select(t => (double)t)], [4, 1]),
        ]);

        double[] answers = [.. rows.SelectMany(test.Answer)];
        for (var i = 0; i < answers.Length; i++) Assert.Equal(answers[i], found[0].As<double>()[i], 1e-12 * (1 + Math.Abs(answers[i])));
        Assert.Equal(rows.Select((row, r) => test.Loss(row, test.Truth[r])).Average(), found[1].As<double>()[0], 1e-12);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_description_comes_back(string kind, int index)
    {
        var target = OfKind[kind][index].Target.Fit(FeatureCases.Table);
        var text = JsonText.Of(writer => TargetKinds.Write(writer, target));
        using var json = JsonDocument.Parse(text);
        Assert.Equal(text, JsonText.Of(writer => TargetKinds.Write(writer, TargetKinds.Read(json.RootElement))));
        Assert.Contains($"\"{kind}\"", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_file_computes_the_same_and_predicts_it(string kind, int index)
    {
        var target = OfKind[kind][index].Target;
        var model = DataModel.Create(FeatureCases.Table, [new NumberFeature("n"), new CategoryFeature("c")], [target]);
        model.ExportOnnx(_folder["m.onnx"]);
        OnnxVerifier.Verify(model, _folder["m.onnx"], FeatureCases.Table).ThrowIfDifferent();
        using var predictor = new OnnxPredictor(_folder["m.onnx"]);
        foreach (var (mine, its) in model.Predict(FeatureCases.Table).Zip(predictor.Predict(FeatureCases.Table)))
        {
            Assert.Equal(mine.Label, its.Label);
            Assert.Equal(kind == "class", mine.Label is not null);
            foreach (var (a, b) in mine.Probabilities.Zip(its.Probabilities)) Assert.Equal(a, b, 1e-5f);
            foreach (var (a, b) in mine.Values.Zip(its.Values)) Assert.Equal(a, b, 1e-4f);
        }
    }

    private static double[] Softmax(double[] row) => [.. row.Select(x => Math.Exp(x) / row.Sum(Math.Exp))];

    private static double[] Standardized(double[] row) => [(row[0] * Deviation) + 14];

    private static Func<double[], float, double> Squared(Func<double, double> encode) =>
        (row, truth) => Math.Pow(row[0] - encode(truth), 2);

    private sealed record TargetCase(
        Target Target, float[] Truth, Func<double[], double[]> Answer, Func<double[], float, double> Loss);
}
