namespace OnnxTrain.Tests.Data;

public sealed class FoldsTests
{
    [Theory]
    [InlineData(10, 50, 50, 50)]
    [InlineData(3, 7, 8, 9)]
    [InlineData(5, 1, 2, 30)]
    [InlineData(4, 4)]
    public void Folds_test_each_row_once_and_are_even_in_size_and_in_each_class(int k, params int[] sizes)
    {
        int[] labels = [.. sizes.SelectMany((size, c) => Enumerable.Repeat(c - 1, size))];
        var rows = Enumerable.Range(0, labels.Length);

        var folds = Folds.Stratified(labels, k, seed: 5);

        Assert.Equal(k, folds.Count);
        Assert.Equal(rows, folds.SelectMany(fold => fold.Test).Order());
        Assert.All(folds, fold => Assert.Equal(rows, fold.Train.Concat(fold.Test).Order()));
        AssertEven(folds.Select(fold => fold.Test.Length));
        foreach (var c in labels.Distinct()) AssertEven(folds.Select(fold => fold.Test.Count(row => labels[row] == c)));
    }

    [Fact]
    public void Plain_folds_partition_the_rows()
    {
        var folds = Folds.Plain(11, 3, seed: 1);

        Assert.Equal(Enumerable.Range(0, 11), folds.SelectMany(fold => fold.Test).Order());
        Assert.Equal([4, 4, 3], folds.Select(fold => fold.Test.Length));
        Assert.Equal(folds[0].Test, Folds.Plain(11, 3, seed: 1)[0].Test);
        Assert.NotEqual(folds[0].Test, Folds.Plain(11, 3, seed: 2)[0].Test);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(3, 4)]
    [InlineData(0, 2)]
    [InlineData(-1, 2)]
    public void The_number_of_folds_lies_between_2_and_the_rows(int rows, int k) =>
        Assert.Contains("folds", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Plain(rows, k)).Message);

    private static void AssertEven(IEnumerable<int> counts) => Assert.InRange(counts.Max() - counts.Min(), 0, 1);
}
