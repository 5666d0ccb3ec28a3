using OnnxTrain.RoundTrip.Tests.Verification;
using OnnxTrain.Tests.Data.Images;
using static System.FormattableString;

namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Columns and images in one table, and several answers.</summary>
public sealed class MixedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A picture is bright or dark, which with a number and a category decides a class and a price.</summary>
    private CsvTable Flats(int rows)
    {
        var text = "photo,area,place,sold,price\n";
        for (var row = 0; row < rows; row++)
        {
            var (bright, area, place) = (row % 2, 20 + (row * 7 % 31), row % 3);
            var level = bright == 1 ? 200 : 40;
            int[] pixels = [.. Enumerable.Range(0, 8 * 8 * 3).Select(i => level + (((i * 13) + row) % 30))];
            File.WriteAllBytes(_folder[$"{row}.png"], new PngWriter(8, 8, 2, 8).Write(pixels));
            var price = (area * 10) + (100 * bright) + (50 * place);
            text += Invariant($"{row}.png,{area},{(char)('a' + place)},{(bright == 1 ? "yes" : "no")},{price}\n");
        }

        return CsvTable.Parse(text);
    }

    [Fact]
    public void A_table_with_an_image_a_number_a_category_and_two_targets()
    {
        var table = Flats(48);
        var images = new ImagePaths(_folder[""], [new SkiaDecoder()]);
        var model = DataModel.Create(
            table,
            [new ImageFeature("photo", 8, 8), new NumberFeature("area"), new CategoryFeature("place")],
            [new ClassTarget("sold"), new NumberTarget("price") { Weight = 2 }],
            new() { Images = images, Hidden = [16], ImageNumbers = 4, Seed = 3 });
        using (var trainer = new Trainer(model, new Adam(5e-3f), options: new() { Seed = 1, BatchSize = 16 }))
            trainer.Fit(table, epochs: 60);
        model.ExportOnnx(_folder["flats.onnx"]);
        OnnxVerifier.Verify(model, _folder["flats.onnx"], table).ThrowIfDifferent();

        var found = model.EvaluateTargets(table);
        Assert.Equal(1, new Accuracy().Of(found["sold"]));
        Assert.InRange(new RSquared().Of(found["price"]), 0.9, 1);

        using var predictor = new OnnxPredictor(_folder["flats.onnx"]) { Images = images };
        foreach (var (mine, its) in model.Predict(table).Zip(predictor.Predict(table)))
        {
            Assert.Equal(mine["sold"].Label, its["sold"].Label);
            Assert.Equal(mine["price"].Value, its["price"].Value, 0.05f);
        }

        Assert.Equal(["sold_label", "sold_probabilities", "price_prediction"], predictor.Outputs.Select(o => o.Name));
        var loaded = DataModel.Load(_folder["flats.onnx"]);
        loaded.Images = images;
        Assert.Equal(model.Predict(table).Select(p => p["price"].Value), loaded.Predict(table).Select(p => p["price"].Value));
        loaded.ExportOnnx(_folder["again.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["flats.onnx"]), File.ReadAllBytes(_folder["again.onnx"]));
    }

    /// <summary>The loss is w₁ · cross entropy + w₂ · squared error, which models of one target have by themselves.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.25, 4)]
    public void The_loss_of_several_targets_is_the_weighted_sum_of_theirs(double first, double second)
    {
        Target[] targets =
        [
            new ClassTarget("kind") { Weight = first }.Fit(FeatureCases.Table),
            new NumberTarget("price") { Weight = second }.Fit(FeatureCases.Table),
        ];
        var both = new SeveralTargets(targets);
        var (output, truth) = (Value.Input("o", ElementType.Float64, ["batch", 3]), Value.Input("t", ElementType.Float64, ["batch", 2]));
        var labels = Value.Input("l", ElementType.Int64, ["batch"]);
        var parts = SeveralTargets.Slices(targets, output).ToList();
        using var evaluator = new Evaluator(
            [output, truth, labels],
            [
                both.DefaultLoss.Of(output, truth),
                targets[0].DefaultLoss.Of(parts[0], labels),
                targets[1].DefaultLoss.Of(parts[1], targets[1].EncodeTarget(truth.Slice(1, 1, 2))),
            ]);

        var losses = evaluator.Run(
        [
            TensorData.Of<double>([0.3, -1, 0.7, 2, 0.1, -0.4], [2, 3]), TensorData.Of<double>([1, 7, 0, 21], [2, 2]),
            TensorData.Of<long>([1, 0], [2]),
        ]);

        Assert.Equal((first * losses[1].As<double>()[0]) + (second * losses[2].As<double>()[0]), losses[0].As<double>()[0], 1e-13);
    }

    [Fact]
    public void Targets_of_one_name_a_feature_that_is_a_target_and_none_are_refused()
    {
        Feature[] features = [new NumberFeature("n")];
        Refuses("given twice", features, new NumberTarget("price"), new ClassTarget("price"));
        Refuses("a feature and a target", features, new NumberTarget("n"), new ClassTarget("kind"));
        Refuses("one target", features);
        Refuses("one feature", [], new NumberTarget("price"));

        static void Refuses(string words, Feature[] features, params Target[] targets)
        {
            var table = FeatureCases.Table.Select([0, 1, 2, 3, 4, 6]);
            Assert.Contains(
                words,
                Assert.ThrowsAny<ArgumentException>(() => DataModel.Create(table, features, targets)).Message,
                StringComparison.Ordinal);
        }
    }
}
