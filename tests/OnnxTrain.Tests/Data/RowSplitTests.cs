namespace OnnxTrain.Tests.Data;

public sealed class RowSplitTests
{
    [Theory]
    [InlineData(0.5, 100, 100)]
    [InlineData(0.8, 7, 8, 9)]
    [InlineData(0.7, 50, 30, 15, 5)]
    [InlineData(0.9, 2, 2, 2, 100)]
    [InlineData(0.05, 2, 2, 100)]
    [InlineData(0.5, 1, 1, 1, 1)]
    [InlineData(0.1, 1, 1)]
    [InlineData(0.999, 3)]
    [InlineData(0.001, 3)]
    public void A_split_is_a_stratified_partition(double fraction, params int[] sizes)
    {
        int[] classes = [.. sizes.SelectMany((size, c) => Enumerable.Repeat(c, size))];
        for (ulong seed = 0; seed < 20; seed++)
        {
            var (first, second) = RowSplit.Stratified(classes, fraction, seed);

            Assert.Equal(Enumerable.Range(0, classes.Length), first.Concat(second).Order());
            Assert.NotEmpty(first);
            Assert.NotEmpty(second);
            for (var c = 0; c < sizes.Length; c++)
            {
                var n = first.Count(row => classes[row] == c);
                if (sizes[c] > 1) Assert.InRange(n, 1, sizes[c] - 1);

                Assert.InRange(n, Math.Min((sizes[c] * fraction) - 1, sizes[c] - 1), Math.Max((sizes[c] * fraction) + 1, 1));
            }
        }
    }

    [Theory]
    [InlineData(0.8, 7, 8, 9)]
    [InlineData(0.7, 50, 30, 15, 5)]
    [InlineData(0.33, 10, 10, 10)]
    public void The_first_part_has_the_rounded_fraction_of_all_rows(double fraction, params int[] sizes)
    {
        int[] classes = [.. sizes.SelectMany((size, c) => Enumerable.Repeat(c, size))];
        Assert.Equal((int)Math.Round(classes.Length * fraction), RowSplit.Stratified(classes, fraction, 1).First.Length);
    }

    [Fact]
    public void Every_row_is_about_equally_often_in_the_first_part()
    {
        var counts = new int[20];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            foreach (var row in RowSplit.Stratified([.. Enumerable.Range(0, 20)], 0.25, seed).First) counts[row]++;
        }

        // 500 expected, standard deviation 19.
        Assert.All(counts, count => Assert.InRange(count, 400, 600));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_0_to_1_is_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RowSplit.Stratified([0, 1], fraction, 0));

    [Fact]
    public void One_row_cannot_be_split() =>
        Assert.Contains("two rows", Assert.Throws<ArgumentException>(() => RowSplit.Stratified([0], 0.5, 0)).Message);
}
