namespace OnnxTrain.Tests.Data.Sizes;

/// <summary>Which rows the batches of an epoch hold where rows have several sizes.</summary>
public sealed class BatchOrderTests
{
    /// <summary>Rows 0, 3, 6 … have size 1, rows 1, 4, 7 … size 2, the others size 3.</summary>
    private static RowSizes Thirds(int rows) => new([[[1]], [[2]], [[3]]], [.. Enumerable.Range(0, rows).Select(row => row % 3)]);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(50)]
    public void A_batch_holds_rows_of_one_bucket_and_an_epoch_each_row_once(int batchSize)
    {
        foreach (var seed in (ulong?[])[null, 7])
        {
            var order = New(40, Thirds(40), batchSize, seed);
            foreach (var epoch in (long[])[0, 1])
            {
                var batches = Batches(order, epoch);
                Assert.All(batches, batch => Assert.Single(batch.Rows.Select(row => row % 3).Distinct()));
                Assert.All(batches, batch => Assert.Equal(batch.Rows[0] % 3, batch.Bucket));
                Assert.Equal(Enumerable.Range(0, 40), batches.SelectMany(batch => batch.Rows).Order());
                Assert.Equal(Enumerable.Range(0, 40), batches.SelectMany(b => Enumerable.Range(b.First, b.Rows.Length)).Order());

                // 14, 13 and 13 rows: as many full batches as fit, and one more of the rest.
                int[] counts = [14, 13, 13];
                Assert.Equal(counts.Sum(count => (count + batchSize - 1) / batchSize), batches.Count);
            }
        }
    }

    [Fact]
    public void Seed_and_epoch_alone_tell_the_batches()
    {
        Assert.Equal(Text(1, 0), Text(1, 0));
        Assert.NotEqual(Text(1, 0), Text(1, 1));
        Assert.NotEqual(Text(1, 0), Text(2, 0));

        static string Text(ulong seed, long epoch) =>
            string.Join('|', Batches(New(60, Thirds(60), 4, seed), epoch).Select(batch => string.Join(' ', batch.Rows)));
    }

    [Fact]
    public void The_batches_of_all_buckets_are_mixed()
    {
        // 30 batches of 3 buckets: were one bucket to follow another, there would be two changes; at random there are 20 on average.
        var buckets = Batches(New(120, Thirds(120), 4, 3), 0).Select(batch => batch.Bucket).ToList();
        Assert.InRange(buckets.Zip(buckets.Skip(1)).Count(pair => pair.First != pair.Second), 12, 29);
    }

    [Fact]
    public void Without_a_seed_batches_come_in_the_order_of_their_first_rows()
    {
        var batches = Batches(New(12, Thirds(12), 2, seed: null), 0);
        Assert.Equal(
            ["0 3", "1 4", "2 5", "6 9", "7 10", "8 11"], batches.Select(batch => string.Join(' ', batch.Rows)));
    }

    [Theory]
    [InlineData(0, "4 4 4 2 4 4 4 1 4 4 4 1")] // kept
    [InlineData(1, "4 4 4 4 4 4 4 4 4")] // dropped
    [InlineData(2, "4 4 6 4 4 5 4 4 5")] // merged
    public void Rows_that_do_not_fill_a_batch_are_kept_dropped_or_join_another_by_bucket(int last, string expected)
    {
        var order = new BatchOrder(40, Thirds(40), 4, seed: 5, withReplacement: false, _ => (LastBatch)last);
        var sizes = Batches(order, 0).OrderBy(batch => batch.First).Select(batch => batch.Rows.Length);
        Assert.Equal(expected, string.Join(' ', sizes));
        Assert.Equal(last == 2 ? 6 : 4, order.MostRows);
    }

    [Fact]
    public void A_bucket_that_fills_no_batch_is_a_batch_whatever_becomes_of_rests()
    {
        foreach (var last in Enum.GetValues<LastBatch>())
        {
            var order = new BatchOrder(9, Thirds(9), 4, seed: 5, withReplacement: false, _ => last);
            Assert.All(Batches(order, 0), batch => Assert.Equal(3, batch.Rows.Length));
        }
    }

    [Fact]
    public void Rows_are_drawn_from_their_bucket_with_replacement()
    {
        var order = new BatchOrder(60, Thirds(60), 5, seed: 5, withReplacement: true, _ => LastBatch.Keep);
        var batches = Batches(order, 0);
        Assert.All(batches, batch => Assert.All(batch.Rows, row => Assert.Equal(batch.Bucket, row % 3)));
        Assert.Equal([20, 20, 20], batches.GroupBy(b => b.Bucket).OrderBy(g => g.Key).Select(g => g.Sum(b => b.Rows.Length)));
        Assert.InRange(batches.SelectMany(batch => batch.Rows).Distinct().Count(), 25, 50); // 60 · (1 − 1/e) = 38 on average
    }

    [Fact]
    public void Rows_of_one_size_come_as_they_do_without_sizes()
    {
        var one = new RowSizes([[[1]], [[1]]], [.. Enumerable.Range(0, 30).Select(row => row % 2)]);
        Assert.Equal(1, one.Count);
        Assert.Equal(
            Batches(New(30, sizes: null, 4, seed: 2), 3).Select(batch => string.Join(' ', batch.Rows)),
            Batches(New(30, one, 4, seed: 2), 3).Select(batch => string.Join(' ', batch.Rows)));
    }

    private static BatchOrder New(int rows, RowSizes? sizes, int batchSize, ulong? seed) =>
        new(rows, sizes, batchSize, seed, withReplacement: false, _ => LastBatch.Keep);

    private static List<(int Bucket, int[] Rows, int First)> Batches(BatchOrder order, long epoch)
    {
        order.SetEpoch(epoch);
        var batches = new List<(int, int[], int)>();
        for (var i = 0; i < order.BatchesPerEpoch; i++)
        {
            var bucket = order.Batch(i, out var rows, out var first);
            batches.Add((bucket, rows.ToArray(), first));
        }

        return batches;
    }
}
