using OnnxTrain.Tests;

namespace OnnxTrain.Sources.Tests;

[InvariantCulture]
public sealed class ObjectRowsTests
{
    [Fact]
    public void Columns_are_called_and_typed_as_they_were_named()
    {
        var rows = Rows.From(
            House.Some(3), c => c.Number("area", h => h.Area).Integer("id", h => h.Id).Category("city", h => h.City)
                .Boolean("garden", h => h.Garden).Category("floor", h => h.Floor).Number("decimal", h => (decimal)h.Price));

        Assert.Equal(
            [
                ("area", ElementType.Float64), ("id", ElementType.Int64), ("city", ElementType.String), ("garden", ElementType.String),
                ("floor", ElementType.String), ("decimal", ElementType.Float64),
            ],
            rows.Columns.Select(c => (c.Name, c.ElementType)));
        Assert.Equal((3L, true), (rows.RowCount, rows.IsRandomAccess));
        var sequence = Rows.From(House.Some(3).Where(_ => true), House.Name);
        Assert.Equal((null, false), (sequence.RowCount, sequence.IsRandomAccess));
    }

    [Fact]
    public void An_infinite_number_is_told_with_its_row()
    {
        var rows = Rows.From([1.0, double.PositiveInfinity], c => c.Number("x", x => x));

        var message = Assert.Throws<DataException>(() => rows.ToTable()).Message;

        Assert.Contains("Double, row 2, column 'x': the value is infinite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_fails_is_told_with_its_row_and_column()
    {
        var rows = Rows.From<string>(["a", null!, "c"], c => c.Number("length", s => s.Length));

        var failure = Assert.Throws<DataException>(() => rows.ToTable());

        Assert.StartsWith("String, row 2, column 'length': the function of the column failed: ", failure.Message, StringComparison.Ordinal);
        Assert.IsType<NullReferenceException>(failure.InnerException);
    }

    [Fact]
    public void Columns_of_one_name_and_no_columns_are_refused()
    {
        Assert.Throws<DataException>(() => Rows.From([1.0], c => c.Number("x", x => x).Number("x", x => x)));
        Assert.Throws<DataException>(() => Rows.From<double>([1.0], _ => { }));
    }

    [Fact]
    public void A_list_is_split_and_shuffled_as_any_rows_are()
    {
        var rows = Rows.From(Enumerable.Range(0, 100).Select(i => (double)i).ToList(), c => c.Number("x", x => x));

        var (first, second) = rows.Split(0.8, seed: 1);

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => (double)i),
            first.ToTable()["x"].Numbers.ToArray().Concat(second.ToTable()["x"].Numbers.ToArray()).Order());
    }

    [Fact]
    public void A_sequence_is_disposed_of_however_little_of_it_was_read()
    {
        var ended = 0;
        IEnumerable<double> Endless()
        {
            try
            {
                for (var i = 0; ; i++) yield return i;
            }
            finally
            {
                ended++;
            }
        }

        var rows = Rows.From(Endless(), c => c.Number("x", x => x));
        using (var reader = rows.Open([0])) Assert.Equal(5, reader.Read(3, 5, new(rows.Columns, 5)));

        Assert.Equal(1, ended);
    }
}
