using Microsoft.Data.Analysis;
using Microsoft.ML;
using OnnxTrain.Tests;

namespace OnnxTrain.Sources.Tests;

/// <summary>Columns of data frames, of all types.</summary>
[InvariantCulture]
public sealed class DataFrameRowsTests
{
    [Fact]
    public void Columns_of_a_data_frame_are_read_with_their_nulls()
    {
        var time = new DateTime(2026, 11, 27, 12, 30, 0);
        var frame = new DataFrame(
            new SingleDataFrameColumn("Single", new float?[] { 0.25f, null }),
            new DoubleDataFrameColumn("Double", new double?[] { 0.1, null }),
            new SByteDataFrameColumn("SByte", new sbyte?[] { -5, null }),
            new ByteDataFrameColumn("Byte", new byte?[] { 250, null }),
            new Int16DataFrameColumn("Int16", new short?[] { -300, null }),
            new UInt16DataFrameColumn("UInt16", new ushort?[] { 60000, null }),
            new Int32DataFrameColumn("Int32", new int?[] { -7, null }),
            new UInt32DataFrameColumn("UInt32", new uint?[] { 4000000000, null }),
            new Int64DataFrameColumn("Int64", new long?[] { 1099511627777, null }),
            new UInt64DataFrameColumn("UInt64", new ulong?[] { 18446744073709551615, null }),
            new DecimalDataFrameColumn("Decimal", new decimal?[] { 12.34m, null }),
            new BooleanDataFrameColumn("Boolean", new bool?[] { false, null }),
            new CharDataFrameColumn("Char", new char?[] { 'x', null }),
            new StringDataFrameColumn("String", ["text", null!]),
            new DateTimeDataFrameColumn("Time", new DateTime?[] { time, null }),
            new PrimitiveDataFrameColumn<TimeSpan>("Span", new TimeSpan?[] { new(1, 2, 3, 4), null }),
            new Int64DataFrameColumn("Whole", new long[] { 20240101, 20240102 }));

        var rows = DataViewRows.From(frame);

        Assert.Equal(
            [
                0.25, 0.1, -5.0, 250.0, -300.0, 60000.0, -7.0, 4000000000.0, 1099511627777.0, 18446744073709551615.0, 12.34, "false", "x",
                "text", time.Ticks, new TimeSpan(1, 2, 3, 4).TotalSeconds, 20240101L,
            ],
            RowValues.Of(rows).Select(value => value.Value));
        Assert.Equal(
            [.. Enumerable.Repeat<object>(double.NaN, 11), "", "", "", -1L, double.NaN, 20240102L],
            RowValues.Of(rows, row: 1).Select(value => value.Value));
        Assert.Equal((2L, true), (rows.RowCount, rows.IsRandomAccess));
    }

    [Fact]
    public void A_data_frame_made_of_a_data_view_keeps_its_vectors()
    {
        var view = HouseViews.Context.Data.LoadFromEnumerable([
            new Vectors { Pixels = [1, 2, 3, 4, 5, 6], Words = ["a", "", "c"], Counts = [7, 8] },
            new Vectors { Pixels = [7, 8, 9, 10, 11, 12], Words = ["d", "e", ""], Counts = [9, 0] },
        ]);

        var rows = DataViewRows.From(view.ToDataFrame(-1));
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0, 1, 2]);
        reader.Read([1, 0], block);

        Assert.Equal([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], block.Values<float>(0));
        Assert.Equal(["d", "e", "", "a", "", "c"], block.Values<string>(1));
        Assert.Equal([9, 0, 7, 8], block.Values<long>(2));
    }

    [Fact]
    public void Vectors_of_several_sizes_are_refused_by_their_name()
    {
        var column = new VBufferDataFrameColumn<float>("Words", [new(2, [1, 2]), new(1, [3])]);

        var message = Assert.Throws<DataException>(() => DataViewRows.From(new DataFrame(column), name: "frame")).Message;

        Assert.StartsWith(
            "frame, column 'Words': values of the type vector of Single, whose sizes differ", message, StringComparison.Ordinal);
    }
}
