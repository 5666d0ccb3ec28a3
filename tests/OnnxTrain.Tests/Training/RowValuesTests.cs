namespace OnnxTrain.Tests.Training;

/// <summary>Numbers of rows, collected from batches.</summary>
public sealed class RowValuesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Rows_in_order_take_the_memory_of_their_numbers_once(int width)
    {
        const int rows = 100_000, batch = 512;
        var (numbers, places) = (new float[batch * width], new long[batch]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var values = new RowValues(isInOrder: true, rows);
        for (var first = 0; first < rows; first += batch)
        {
            var count = Math.Min(batch, rows - first);
            for (var i = 0; i < count * width; i++) numbers[i] = (first * width) + i;
            values.Add<float>(numbers.AsSpan(0, count * width), places.AsSpan(0, count));
        }

        var all = values.ToArray();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Enumerable.Range(0, rows * width).Select(i => (double)i), all);
        Assert.InRange(allocated, rows * width * sizeof(double), (rows * width * sizeof(double)) + 10_000);
    }

    [Fact]
    public void Rows_of_several_sizes_come_in_the_order_of_the_rows_whatever_their_batches()
    {
        var values = new RowValues(isInOrder: false, rows: 4);
        values.Add<float>([30, 31, 10, 11], [3, 1]);
        values.Add<float>([0, 20], [0, 2]);
        Assert.Equal(6, values.Count);
        Assert.Equal([0, 10, 11, 20, 30, 31], values.ToArray());
    }

    [Fact]
    public void More_numbers_than_the_first_row_lets_expect_are_held()
    {
        var values = new RowValues(isInOrder: false, rows: 2);
        values.Add<float>([1], [0]);
        values.Add<float>([2, 3, 4, 5, 6], [1]);
        Assert.Equal([1, 2, 3, 4, 5, 6], values.ToArray());
    }
}
