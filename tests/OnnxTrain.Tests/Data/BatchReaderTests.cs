namespace OnnxTrain.Tests.Data;

public sealed class BatchReaderTests
{
    private readonly Dataset _labelled = new(DatasetTests.Numbered(10, 3), [0, 1, 2, 0, 1, 2, 0, 1, 2, 0], 3);
    private readonly Dataset _twoInputs = new([DatasetTests.Numbered(10, 3), DatasetTests.Numbered(10, 1)], DatasetTests.Numbered(10, 2));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(99)]
    public void Prefetching_changes_nothing(int batchSize)
    {
        foreach (var dataset in new[] { _labelled, _twoInputs })
        {
            using var plain = new BatchReader<float>(dataset, batchSize, seed: 3, prefetch: false);
            using var ahead = new BatchReader<float>(dataset, batchSize, seed: 3, prefetch: true);
            for (var i = 0; i < 50; i++) Assert.Equal(Written(plain.Read()), Written(ahead.Read()));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_epoch_has_every_row_once_in_the_order_of_its_number(bool prefetch)
    {
        using var reader = new BatchReader<double>(_labelled, 4, seed: 3, firstEpoch: 5, prefetch: prefetch);
        Assert.Equal(3, reader.BatchesPerEpoch);
        for (var epoch = 5; epoch < 8; epoch++)
        {
            var order = new int[10];
            RowOrder.Order(3, epoch, order);
            var rows = new List<int>();
            for (var index = 0; index < 3; index++)
            {
                var batch = reader.Read();
                Assert.Equal((epoch, index, index < 2 ? 4 : 2), (batch.Epoch, batch.Index, batch.RowCount));
                for (var i = 0; i < batch.RowCount; i++)
                {
                    rows.Add((int)batch.Features(0)[3 * i] / 3);
                    Assert.Equal(_labelled.Labels[rows[^1]], batch.Labels[i]);
                }
            }

            Assert.Equal(order, rows);
        }
    }

    [Fact]
    public void Without_a_seed_rows_come_in_order()
    {
        using var reader = new BatchReader<float>(_twoInputs, 10, seed: null);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (float)i), reader.Read().Features(1).ToArray());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), reader.Read().Targets.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reading_allocates_nothing(bool prefetch)
    {
        long fillerBytes = 0;
        void Measure(Batch<float> batch) => Volatile.Write(ref fillerBytes, GC.GetAllocatedBytesForCurrentThread());

        using var reader = new BatchReader<float>(_labelled, 3, seed: 1, prefetch: prefetch, augment: Measure);
        for (var i = 0; i < 200; i++) reader.Read();

        // The runtime may allocate once for a contended lock; what a batch allocates would show in every stretch.
        var stretches = new long[20];
        for (var stretch = 0; stretch < stretches.Length; stretch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread() + Volatile.Read(ref fillerBytes);
            for (var i = 0; i < 100; i++) reader.Read();
            stretches[stretch] = GC.GetAllocatedBytesForCurrentThread() + Volatile.Read(ref fillerBytes) - before;
        }

        Assert.Equal(0, stretches.Min());
    }

    [Fact]
    public void A_failure_of_the_filling_thread_reaches_the_reader_after_the_good_batches()
    {
        static void FailAtThird(Batch<float> batch)
        {
            if (batch.Index == 2) throw new InvalidOperationException("third");
        }

        using var reader = new BatchReader<float>(_labelled, 2, seed: 1, prefetch: true, augment: FailAtThird);
        reader.Read();
        reader.Read();
        Assert.Equal("third", Assert.Throws<InvalidOperationException>(reader.Read).Message);
        Assert.Equal("third", Assert.Throws<InvalidOperationException>(reader.Read).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Disposal_ends_the_thread_whatever_it_waits_for(int reads)
    {
        var filler = Thread.CurrentThread;
        var filled = new ManualResetEventSlim();
        void Note(Batch<float> batch)
        {
            filler = Thread.CurrentThread;
            filled.Set();
        }

        var reader = new BatchReader<float>(_labelled, 2, seed: 1, prefetch: true, augment: Note);
        filled.Wait();
        for (var i = 0; i < reads; i++) reader.Read();
        reader.Dispose();
        reader.Dispose();

        Assert.NotEqual(Thread.CurrentThread, filler);
        Assert.False(filler.IsAlive);
        Assert.Throws<ObjectDisposedException>(reader.Read);
    }

    private static string Written(Batch<float> batch)
    {
        List<float> values = [batch.Epoch, batch.Index, batch.RowCount, .. batch.Features(0), .. batch.Targets];
        foreach (var label in batch.Labels) values.Add(label);

        return string.Join(' ', values);
    }
}
