namespace OnnxTrain.RoundTrip.Tests.Verification;

/// <summary>Which rows run together.</summary>
public class VerificationBatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Every_size_runs_and_the_whole_set_is_covered(int rows)
    {
        var batches = VerificationBatch.Of(rows, "batch", new()).ToList();
        foreach (var size in (int[])[1, 3, 7]) Assert.Contains(batches, b => b.Count == size);
        Assert.All(batches, b => Assert.InRange(b.Start, 0, rows - 1));
        var parts = batches.TakeLast((rows + 1023) / 1024).ToList();
        Assert.Equal(rows, parts.Sum(p => p.Count));
        Assert.Equal(0, parts[0].Start);
        Assert.InRange(batches.Count - parts.Count, 3, 64 + 21 + 9);
    }

    /// <summary>2²² numbers at once: 27 colour images of 224 × 224 pixels, and 8 rows at least.</summary>
    [Theory]
    [InlineData(64, 1 << 16)]
    [InlineData(3 * 224 * 224, 27)]
    [InlineData(3 * 2000 * 2000, 8)]
    public void Large_rows_run_few_at_once_and_all_are_covered(int width, int most)
    {
        var model = new Model(new Identity(), Value.Input("x", ElementType.Float32, ["batch", width]));
        Assert.Equal(most, VerificationBatch.MostRows(model));
        var parts = VerificationBatch.Of(100, "batch", new() { BatchSizes = [] }, VerificationBatch.MostRows(model)).ToList();
        Assert.Equal(Enumerable.Range(0, 100), parts.SelectMany(p => Enumerable.Range(p.Start, p.Count)));
        Assert.All(parts, part => Assert.InRange(part.Count, 1, most));
    }

    [Fact]
    public void Small_batches_are_spread_over_all_rows() =>
        Assert.Equal(
            [0, 25_000, 50_000, 75_000],
            VerificationBatch.Of(100_000, "batch", new() { BatchSizes = [16] }).Take(4).Select(b => b.Start));
}
