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

    [Fact]
    public void Small_batches_are_spread_over_all_rows() =>
        Assert.Equal(
            [0, 25_000, 50_000, 75_000],
            VerificationBatch.Of(100_000, "batch", new() { BatchSizes = [16] }).Take(4).Select(b => b.Start));
}
