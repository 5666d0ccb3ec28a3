using System.Globalization;

namespace OnnxTrain.Tests.Training;

/// <summary>Categories as learned vectors.</summary>
public class CategoryEmbeddingTests
{
    /// <summary>
    /// A linear network on a row and two embeddings: y = b + w₀ x + Σ w e(c) + Σ v f(d); a category that did not occur adds nothing.
    /// </summary>
    [Fact]
    public void The_network_takes_the_vector_of_each_category_and_zeros_for_others()
    {
        var table = CsvTable.Parse("c,x,d,y\na,1,p,1\nb,2,q,2\nc,4,p,3\nb,8,r,5\n");
        var model = Model(table, hidden: []);
        var (vectors, others) = (Weights(model, "categories.embedding1"), Weights(model, "categories.embedding2"));
        var (weights, bias) = (Weights(model, "linear1.weight"), Weights(model, "linear1.bias")[0]);
        Assert.Equal((6, 12, 7), (vectors.Length, others.Length, weights.Length));

        var asked = CsvTable.Parse("c,x,d,y\na,1,p,1\nb,2,q,2\nz,4,p,3\nc,8,z,5\n,1,,2\n");
        var predicted = model.Predict(asked);
        var (mean, deviation) = (15.0 / 4, Math.Sqrt(((2.75 * 2.75) + (1.75 * 1.75) + (0.25 * 0.25) + (4.25 * 4.25)) / 4));
        var spread = Math.Sqrt(((1.75 * 1.75) + (0.75 * 0.75) + (0.25 * 0.25) + (2.25 * 2.25)) / 4);
        for (var row = 0; row < asked.RowCount; row++)
        {
            var sum = bias + (weights[0] * ((asked["x"].Numbers[row] - mean) / deviation));
            var (c, d) = (Array.IndexOf(["a", "b", "c"], asked["c"].Text(row)), Array.IndexOf(["p", "q", "r"], asked["d"].Text(row)));
            if (c >= 0) sum += Enumerable.Range(0, 2).Sum(i => weights[1 + i] * vectors[(2 * c) + i]);
            if (d >= 0) sum += Enumerable.Range(0, 4).Sum(i => weights[3 + i] * others[(4 * d) + i]);
            Assert.Equal((11.0 / 4) + (spread * sum), predicted[row].Value, 1e-4);
        }
    }

    [Theory]
    [InlineData(100, "one-hot", 0)]
    [InlineData(101, "embeddings of 21 numbers", 21)]
    [InlineData(1000, "embeddings of 50 numbers", 50)]
    public void The_encoding_goes_by_the_number_of_categories(int categories, string text, int dimensions)
    {
        Assert.Equal(Math.Min(50, Math.Round(1.6 * Math.Pow(categories, 0.56))), dimensions == 0 ? 21 : dimensions);
        var table = CsvTable.Parse("c,y\n" + string.Concat(
            Enumerable.Range(0, 2 * categories).Select(i => string.Create(CultureInfo.InvariantCulture, $"t{i / 2},{i % 7}\n"))));
        var model = TabularModel.Regressor(table, "y", hidden: [4]);
        var feature = Assert.IsType<CategoryFeature>(model.InputFeatures[0]);
        Assert.Equal((text, dimensions), (feature.Encoding.Text, feature.Encoding.Dimensions));
        Assert.Equal(dimensions == 0 ? categories : 1, ((IRowSource)model.Encode(table)).Columns[0].RowLength);
    }

    /// <summary>Each category has a mean of its own, which no number of the row tells.</summary>
    [Fact]
    public void The_vectors_are_learned()
    {
        var random = new Random(1);
        double[] means = [.. Enumerable.Range(0, 150).Select(_ => random.NextDouble())];
        var table = CsvTable.Parse("c,x,y\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"t{i % 150},{random.NextDouble():0.000},{means[i % 150] + (0.01 * random.NextDouble()):0.0000}\n"))));
        var model = TabularModel.Regressor(table, "y", hidden: [16]);
        var before = Weights(model, "categories.embedding1");
        using (var trainer = new Trainer(model, new Adam(5e-3), options: new() { Seed = 1 })) trainer.Fit(table, 30);

        Assert.True(new RSquared().Of(model.Evaluate(table)) > 0.97);
        Assert.DoesNotContain(before.Zip(Weights(model, "categories.embedding1")), pair => pair.First.Equals(pair.Second));
    }

    [Fact]
    public void A_size_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CategoryEncoding.Embedding(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CategoryEncoding.Embedding(1 << 17));
    }

    private static DataModel Model(CsvTable table, int[] hidden) => TabularModel.Regressor(table, "y", hidden, new()
    {
        ColumnEncoding = new Dictionary<string, CategoryEncoding>
        {
            ["c"] = CategoryEncoding.Embedding(2), ["d"] = CategoryEncoding.Embedding(4),
        },
    });

    private static float[] Weights(DataModel model, string name) =>
        [.. model.Parameters.Single(parameter => parameter.Name == name).ToTensor<float>()];
}
