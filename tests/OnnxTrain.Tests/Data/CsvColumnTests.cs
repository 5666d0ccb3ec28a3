namespace OnnxTrain.Tests.Data;

public sealed class CsvColumnTests
{
    private readonly CsvTable _table = CsvTable.Parse("n,s\n10,b\n,a\n9,B\n10,\n0.5,b\n");

    [Fact]
    public void Counts_leave_out_missing_values()
    {
        Assert.Equal((5, 1, 3), (_table["n"].Count, _table["n"].MissingCount, _table["n"].DistinctCount));
        Assert.Equal((5, 1, 3), (_table["s"].Count, _table["s"].MissingCount, _table["s"].DistinctCount));
        Assert.True(_table["n"].IsMissing(1));
        Assert.True(_table["s"].IsMissing(3));
        Assert.False(_table["s"].IsMissing(0));
    }

    [Fact]
    public void Categories_are_sorted_by_ordinal_or_by_value()
    {
        Assert.Equal(["B", "a", "b"], _table["s"].Categories);
        Assert.Equal(["0.5", "9", "10"], _table["n"].Categories);
        Assert.Equal([2, 1, 0, -1, 2], _table["s"].CategoryIndices());
        Assert.Equal([2, -1, 1, 2, 0], _table["n"].CategoryIndices());
    }

    [Fact]
    public void Any_value_has_a_text()
    {
        Assert.Equal(["10", "", "9", "10", "0.5"], Enumerable.Range(0, 5).Select(_table["n"].Text));
        Assert.Equal(["b", "a", "B", "", "b"], Enumerable.Range(0, 5).Select(_table["s"].Text));
    }

    [Fact]
    public void The_values_of_another_kind_are_refused_with_where_they_are()
    {
        var numbers = Assert.Throws<InvalidOperationException>(() => _table["s"].Numbers.Length);
        var strings = Assert.Throws<InvalidOperationException>(() => _table["n"].Strings.Length);

        Assert.Contains("'s' is Categorical: its values are in Strings", numbers.Message);
        Assert.Contains("'n' is Numeric: its values are in Numbers", strings.Message);
    }
}
