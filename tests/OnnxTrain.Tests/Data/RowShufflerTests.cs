namespace OnnxTrain.Tests.Data;

public sealed class RowShufflerTests
{
    // The reference values of SplitMix64 from seed 1234567, as published with its C code.
    [Fact]
    public void The_generator_is_SplitMix64()
    {
        var shuffler = new RowShuffler(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => shuffler.Next()));
    }

    [Fact]
    public void Every_order_is_about_equally_frequent()
    {
        const int draws = 24_000;
        var counts = new Dictionary<string, int>();
        for (ulong seed = 0; seed < draws; seed++)
        {
            int[] rows = [0, 1, 2, 3];
            RowShuffler.For(seed, 0).Shuffle(rows);
            var order = string.Concat(rows);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // Chi-squared with 23 degrees of freedom exceeds 49.7 once in a thousand.
        var expected = draws / 24.0;
        Assert.Equal(24, counts.Count);
        Assert.True(counts.Values.Sum(n => (n - expected) * (n - expected) / expected) < 49.7);
    }
}
