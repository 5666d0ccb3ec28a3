namespace OnnxTrain.Tests.Data;

public sealed class CsvTableTests
{
    private readonly CsvTable _table = CsvTable.Parse(
        "row,kind,extra\n" + string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i},{(i % 10 < 7 ? "many" : "few")},e")));

    [Fact]
    public void An_unknown_column_is_refused_with_a_similar_one_and_the_names_there_are()
    {
        var message = Assert.Throws<DataException>(() => _table["Knd"]).Message;
        Assert.Contains("text has no column 'Knd'. Did you mean 'kind'? Its columns: 'row', 'kind', 'extra'.", message);
        Assert.Null(_table.TryGetColumn("Knd"));
    }

    [Fact]
    public void Of_many_names_the_closest_and_the_first_ten_are_listed()
    {
        var header = string.Join(',', Enumerable.Range(0, 30).Select(i => $"c{i}"));
        var table = CsvTable.Parse(header + "\n" + string.Join(',', Enumerable.Repeat("1", 30)));

        var message = Assert.Throws<DataException>(() => table["c299"]).Message;

        Assert.Contains("Did you mean 'c29'? Its columns: 'c0', 'c1', ", message);
        Assert.Contains("and 20 more", message);
    }

    [Fact]
    public void Nothing_is_suggested_that_is_not_similar() =>
        Assert.DoesNotContain("Did you mean", Assert.Throws<DataException>(() => _table["price"]).Message);

    [Fact]
    public void Select_takes_rows_in_the_order_given()
    {
        var part = _table.Select([7, 0, 7]);

        Assert.Equal([7.0, 0.0, 7.0], part["row"].Numbers);
        Assert.Equal(["few", "many", "few"], part["kind"].Strings);
        Assert.Equal(3, part.RowCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void Select_refuses_a_row_that_does_not_exist(int row)
    {
        var message = Assert.Throws<ArgumentOutOfRangeException>(() => _table.Select([0, row])).Message;
        Assert.Contains($"no row {row}: rows are counted from 0 to 99", message);
    }

    [Fact]
    public void Without_drops_columns()
    {
        var rest = _table.Without("row", "extra");

        Assert.Equal(["kind"], rest.Columns.Select(column => column.Name));
        Assert.Equal(100, rest.RowCount);
        Assert.Throws<DataException>(() => _table.Without("nothing"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("kind")]
    public void A_split_is_a_partition_in_file_order(string? stratifyBy)
    {
        var (first, second) = _table.Split(0.8, stratifyBy, seed: 3);
        var (one, two) = (first["row"].Numbers.ToArray(), second["row"].Numbers.ToArray());

        Assert.Equal((80, 20), (first.RowCount, second.RowCount));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), one.Concat(two).Order());
        Assert.Equal(one.Order(), one);
        Assert.Equal(two.Order(), two);
    }

    [Fact]
    public void A_stratified_split_keeps_proportions()
    {
        var (first, second) = _table.Split(0.8, "kind", seed: 3);

        Assert.Equal(56, first["kind"].Strings.Count("many"));
        Assert.Equal(14, second["kind"].Strings.Count("many"));
    }

    [Fact]
    public void Equal_seeds_give_equal_splits_and_others_do_not()
    {
        double[] First(ulong seed) => _table.Split(0.5, seed: seed).First["row"].Numbers.ToArray();

        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    [Fact]
    public void Few_different_numbers_are_classes_and_many_are_not()
    {
        var table = CsvTable.Parse("y\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => i % 4)));
        var (first, _) = table.Split(0.5, "y");
        var message = Assert.Throws<DataException>(() => _table.Split(0.5, "row")).Message;

        Assert.All([0.0, 1.0, 2.0, 3.0], y => Assert.Equal(5, first["y"].Numbers.Count(y)));
        Assert.Contains("'row' has 100 different numbers", message);
    }

    [Fact]
    public void Rows_without_a_value_are_a_class_of_their_own()
    {
        var table = CsvTable.Parse("y,z\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? ",1" : "a,1")));
        Assert.Equal(5, table.Split(0.5, "y").First["y"].MissingCount);
    }
}
