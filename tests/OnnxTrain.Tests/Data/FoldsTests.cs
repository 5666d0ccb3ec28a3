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

    /// <summary>
    /// Groups of drawn sizes: each row is tested on once, no group is in two folds, and two folds differ by no more than the largest group.
    /// </summary>
    [Fact]
    public void Grouped_folds_divide_no_group()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var names = random.Next(2, 12);
            int[] groups = [.. Enumerable.Range(0, names).SelectMany(g => Enumerable.Repeat((g * 7) - 20, random.Next(1, 15)))];
            random.Shuffle(groups);
            var k = random.Next(2, names + 1);

            var folds = Folds.Grouped(groups, k, (ulong)seed);

            Assert.Equal(k, folds.Count);
            Assert.Equal(Enumerable.Range(0, groups.Length), folds.SelectMany(fold => fold.Test).Order());
            foreach (var fold in folds)
            {
                Assert.NotEmpty(fold.Test);
                Assert.Equal(Enumerable.Range(0, groups.Length), fold.Train.Concat(fold.Test).Order());
                Assert.Empty(fold.Train.Select(row => groups[row]).Intersect(fold.Test.Select(row => groups[row])));
            }

            var sizes = folds.Select(fold => fold.Test.Length);
            Assert.InRange(sizes.Max() - sizes.Min(), 0, groups.CountBy(g => g).Max(pair => pair.Value));
            Assert.Equal(folds.Select(fold => fold.Test), Folds.Grouped(groups, k, (ulong)seed).Select(fold => fold.Test));
        }
    }

    /// <summary>Times drawn with repetitions: what a fold learns from lies before what it is tested on, and no time is divided.</summary>
    [Fact]
    public void Folds_by_time_learn_from_what_was_before()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int[] times = [.. Enumerable.Range(0, random.Next(8, 60)).Select(_ => random.Next(-5, random.Next(1, 50)))];
            var different = times.Distinct().Count();
            if (different < 3) continue;
            var k = random.Next(2, Math.Min(different, 8));

            var folds = Folds.ByTime(times, k);

            Assert.Equal(k, folds.Count);
            Assert.Equal(times.Length, folds[0].Train.Length + folds.Sum(fold => fold.Test.Length));
            for (var i = 0; i < k; i++)
            {
                Assert.True(folds[i].Train.Max(row => times[row]) < folds[i].Test.Min(row => times[row]));
                if (i > 0) Assert.Equal(folds[i - 1].Train.Concat(folds[i - 1].Test).Order(), folds[i].Train);
            }
        }
    }

    // scikit-learn: TimeSeriesSplit(n_splits=3).split(range(8)); as many rows to a part as there are here
    [Fact]
    public void Folds_by_time_of_different_times_are_those_of_scikit_learn()
    {
        var folds = Folds.ByTime([0, 1, 2, 3, 4, 5, 6, 7], 3);
        Assert.Equal([[0, 1], [0, 1, 2, 3], [0, 1, 2, 3, 4, 5]], folds.Select(fold => fold.Train));
        Assert.Equal([[2, 3], [4, 5], [6, 7]], folds.Select(fold => fold.Test));
    }

    [Fact]
    public void Folds_need_groups_and_times()
    {
        Assert.Contains("groups, 2", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Grouped([4, 4, 9], 3)).Message);
        Assert.Contains("times, 2", Assert.Throws<ArgumentOutOfRangeException>(() => Folds.ByTime([4, 4, 9], 2)).Message);
    }

    private static void AssertEven(IEnumerable<int> counts) => Assert.InRange(counts.Max() - counts.Min(), 0, 1);
}
