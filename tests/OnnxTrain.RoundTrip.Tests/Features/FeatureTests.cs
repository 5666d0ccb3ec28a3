using System.Text.Json;
using OnnxTrain.RoundTrip.Tests.Verification;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Every kind of feature: what it computes, its description, and the same in ONNX Runtime.</summary>
public sealed class FeatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var (kind, all) in FeatureCases.OfKind)
        {
            for (var i = 0; i < all.Length; i++) cases.Add(kind, i);
        }

        return cases;
    }

    /// <summary>Series, which are no columns of a table, have ForecastModelTests.</summary>
    [Fact]
    public void Every_kind_has_cases() =>
        Assert.Equal(FeatureKinds.Names.Except(["series"]).Order(), FeatureCases.OfKind.Keys.Order());

    [Theory, MemberData(nameof(Cases))]
    public void The_network_takes_what_a_plain_computation_says(string kind, int index)
    {
        var (model, expected) = (Model(kind, index), FeatureCases.OfKind[kind][index].Expected(FeatureCases.Table));
        var feature = Assert.Single(model.InputFeatures);
        Assert.Equal(kind, feature.Kind);
        using var evaluator = new Evaluator(model.Inputs, [feature.RowWidth > 0 ? model.Features[0] : feature.Enter(model.Features[0])]);

        var found = evaluator.Run(model.Read(FeatureCases.Table))[0].As<float>().ToArray();

        double[] numbers = [.. expected.SelectMany(row => row)];
        Assert.Equal(numbers.Length, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(numbers[i], found[i], 2e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_description_comes_back(string kind, int index)
    {
        var text = Assert.Single(Model(kind, index).Description.FeatureTexts());
        using var json = JsonDocument.Parse(text);
        Assert.Equal(text, JsonText.Of(writer => FeatureKinds.Write(writer, FeatureKinds.Read(json.RootElement))));
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_file_computes_the_same(string kind, int index)
    {
        var model = Model(kind, index);
        model.ExportOnnx(_folder["m.onnx"]);
        OnnxVerifier.Verify(model, _folder["m.onnx"], FeatureCases.Table).ThrowIfDifferent();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rows_learned_in_blocks_are_learned_as_whole(string kind, int index)
    {
        var images = FeatureCases.Images(_folder);
        var feature = FeatureCases.OfKind[kind][index].Feature;
        Assert.Equal(Text(12), Text(5));

        string Text(int rowsAtOnce)
        {
            var fit = feature.NewFit()!;
            foreach (var rows in TableBlock.Of(FeatureCases.Table, images, rowsAtOnce)) fit.Add(rows);
            return JsonText.Of(json => FeatureKinds.Write(json, fit.Finish()));
        }
    }

    private DataModel Model(string kind, int index)
    {
        var images = FeatureCases.Images(_folder);
        var feature = FeatureCases.OfKind[kind][index].Feature;
        return DataModel.Create(
            FeatureCases.Table, [feature], [new NumberTarget("price")], new() { Images = images },
            body: new Sequential(new Flatten(), new Linear(feature is ImageFeature ? 18 : Width(feature, images), 1)));
    }

    private static int Width(Feature feature, ImagePaths images)
    {
        var fit = feature.NewFit()!;
        foreach (var rows in TableBlock.Of(FeatureCases.Table, images)) fit.Add(rows);
        return fit.Finish().NetworkWidth;
    }
}
