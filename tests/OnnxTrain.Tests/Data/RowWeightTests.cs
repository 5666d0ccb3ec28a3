using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data;

/// <summary>Weights of rows go where the rows go.</summary>
public sealed class RowWeightTests
{
    private static readonly Dataset Plain = new(
        Tensor.Create([.. Enumerable.Range(0, 10).Select(i => (float)i)], [10, 1]),
        [0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
        2);

    private static readonly Dataset Weighted = Plain.WithWeights([.. Enumerable.Range(0, 10).Select(i => 0.5f * i)]);

    [Fact]
    public void They_follow_selections_splits_and_folds()
    {
        Assert.Equal([1.5f, 0, 1.5f], Weighted.Select([3, 0, 3]).Weights);
        var (first, second) = Weighted.Split(0.5, seed: 4);
        foreach (var part in (Dataset[])[first, second, Weighted.Select(Folds.Plain(10, 5)[2].Test)])
        {
            for (var row = 0; row < part.RowCount; row++) Assert.Equal(0.5f * part.Features[0].As<float>()[row, 0], part.Weights[row]);
        }
    }

    [Fact]
    public void A_part_may_have_no_weight_at_all() => Assert.Equal([0f], Weighted.Select([0]).Weights);

    [Fact]
    public void The_tensors_are_shared_and_the_first_stays_without()
    {
        Assert.True(Plain.Weights.IsEmpty);
        Assert.Same(Plain.Features[0], Weighted.Features[0]);
        Assert.Equal((2, 10), (Weighted.Classes, Weighted.Labels.Length));
        Assert.Equal([.. Enumerable.Repeat(1f, 10)], Weighted.WithWeights([.. Enumerable.Repeat(1f, 10)]).Weights);
    }

    [Fact]
    public void They_are_a_copy()
    {
        float[] weights = [.. Enumerable.Repeat(1f, 10)];
        var data = Plain.WithWeights(weights);
        weights[3] = -1;
        Assert.Equal(1, data.Weights[3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_carry_them(bool prefetch)
    {
        using var reader = new BatchReader<double>(Weighted, 4, seed: 3, prefetch: prefetch);
        for (var i = 0; i < 9; i++)
        {
            var batch = reader.Read();
            Assert.Equal(batch.RowCount, batch.Weights.Length);
            for (var row = 0; row < batch.RowCount; row++) Assert.Equal(0.5 * batch.Features(0)[row], batch.Weights[row]);
        }

        using var plain = new BatchReader<double>(Plain, 4, seed: 3, prefetch: prefetch);
        Assert.True(plain.Read().Weights.IsEmpty);
    }

    [Fact]
    public void Weights_that_will_not_do_are_refused()
    {
        Assert.Contains(
            "There are 2 weights; the data have 10 rows",
            Assert.Throws<ArgumentException>(() => Plain.WithWeights([1, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "All weights are 0",
            Assert.Throws<DataException>(() => Plain.WithWeights(new float[10])).Message,
            StringComparison.Ordinal);
        foreach (var (wrong, text) in ((float, string)[])[(-1, "-1"), (float.NaN, "NaN"), (float.PositiveInfinity, "Infinity")])
        {
            float[] weights = [.. Enumerable.Repeat(1f, 10)];
            weights[7] = wrong;
            Assert.Contains(
                $"row 7 (counted from 0) is {text}",
                Assert.Throws<DataException>(() => Plain.WithWeights(weights)).Message,
                StringComparison.Ordinal);
        }
    }
}
