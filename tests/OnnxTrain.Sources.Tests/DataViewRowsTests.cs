using Microsoft.ML;
using Microsoft.ML.Data;
using OnnxTrain.Tests;

namespace OnnxTrain.Sources.Tests;

/// <summary>Columns of ML.NET's data views, of all types.</summary>
[InvariantCulture]
public sealed class DataViewRowsTests
{
    private static readonly MLContext Context = HouseViews.Context;

    [Fact]
    public void Columns_of_all_types_are_read()
    {
        var view = Context.Data.LoadFromEnumerable([
            new AllTypes
            {
                Single = 0.1f, Double = 0.1, SByte = -5, Byte = 250, Int16 = -300, UInt16 = 60000, Int32 = -70000, UInt32 = 4000000000,
                Int64 = 1099511627777, UInt64 = 18446744073709551615, Boolean = true, Text = "Zürich",
                Time = new(2026, 11, 27, 12, 30, 0), Offset = new(2026, 11, 27, 12, 30, 0, TimeSpan.FromHours(1)),
                Span = new(1, 2, 3, 4),
            },
        ]);

        var rows = DataViewRows.From(view);

        Assert.Equal(
            [
                ("Single", ElementType.Float64, (object)(double)0.1f), ("Double", ElementType.Float64, 0.1),
                ("SByte", ElementType.Int64, -5L), ("Byte", ElementType.Int64, 250L), ("Int16", ElementType.Int64, -300L),
                ("UInt16", ElementType.Int64, 60000L), ("Int32", ElementType.Int64, -70000L), ("UInt32", ElementType.Int64, 4000000000L),
                ("Int64", ElementType.Int64, 1099511627777L), ("UInt64", ElementType.Float64, 18446744073709551615.0),
                ("Boolean", ElementType.String, "true"), ("Text", ElementType.String, "Zürich"),
                ("Time", ElementType.Int64, new DateTime(2026, 11, 27, 12, 30, 0).Ticks),
                ("Offset", ElementType.Int64, new DateTime(2026, 11, 27, 11, 30, 0).Ticks),
                ("Span", ElementType.Float64, new TimeSpan(1, 2, 3, 4).TotalSeconds),
            ],
            RowValues.Of(rows));
        Assert.Equal((1L, false), (rows.RowCount, rows.IsRandomAccess));
    }

    [Fact]
    public void NaN_and_empty_texts_are_missing()
    {
        var table = DataViewRows.From(HouseViews.View([new House(null, 1, null, null, null, 2)])).ToTable();

        Assert.Equal(["area", "city", "garden", "floor"], table.Columns.Where(column => column.IsMissing(0)).Select(column => column.Name));
    }

    [Fact]
    public void Numbers_that_ML_NETs_loader_reads_as_NaN_are_missing()
    {
        using var folder = new OnnxTrain.Tests.Data.TemporaryFolder();
        var path = folder.Write("birds.csv", "bill,island\n39.1,Biscoe\n,\n40.3,Dream\n"u8.ToArray());
        var loader = Context.Data.CreateTextLoader(new TextLoader.Options
        {
            Separators = [','], HasHeader = true, MissingRealsAsNaNs = true,
            Columns = [new("bill", DataKind.Single, 0), new("island", DataKind.String, 1)],
        });

        var table = DataViewRows.From(loader.Load(path)).ToTable();

        Assert.Equal([39.1f, double.NaN, 40.3f], table["bill"].Numbers.ToArray());
        Assert.Equal(["Biscoe", "", "Dream"], table["island"].Strings.ToArray());
    }

    [Fact]
    public void Keys_are_the_values_that_they_stand_for()
    {
        var view = Context.Data.LoadFromEnumerable(new[] { "Dream", "", "Biscoe", "Dream" }.Select(island => new Text { Value = island }));
        var keys = Context.Transforms.Conversion.MapValueToKey("Value").Fit(view).Transform(view);

        Assert.IsType<KeyDataViewType>(keys.Schema["Value"].Type);
        var table = DataViewRows.From(keys).ToTable();

        // MapValueToKey makes the missing value the key 0. The column without the key is hidden.
        Assert.Equal((ColumnKind.Categorical, 1), (table["Value"].Kind, table.Columns.Count));
        Assert.Equal(["Dream", "", "Biscoe", "Dream"], table["Value"].Strings.ToArray());
    }

    [Fact]
    public void Keys_of_numbers_are_the_texts_of_the_numbers()
    {
        var view = Context.Data.LoadFromEnumerable(new[] { 20240101, 7, 20240101 }.Select(number => new Number { Value = number }));
        var keys = Context.Transforms.Conversion.MapValueToKey("Value").Fit(view).Transform(view);

        Assert.Equal(["20240101", "7", "20240101"], DataViewRows.From(keys).ToTable()["Value"].Strings.ToArray());
        var types = new Dictionary<string, ColumnKind> { ["Value"] = ColumnKind.Numeric };
        Assert.Equal([20240101, 7, 20240101], DataViewRows.From(keys, new() { Types = types }).ToTable()["Value"].Numbers.ToArray());
    }

    [Fact]
    public void Keys_that_stand_for_nothing_are_the_numbers_that_were_given()
    {
        // ML.NET counts the keys of five values that it is given from 0; others are missing.
        var view = Context.Data.LoadFromEnumerable(new[] { 3u, 0u, 5u, 1u }.Select(key => new Key { Value = key }));

        Assert.Equal(["3", "0", "", "1"], DataViewRows.From(view).ToTable()["Value"].Strings.ToArray());
    }

    [Fact]
    public void Vectors_are_columns_of_their_shape_sparse_ones_too()
    {
        var view = Context.Data.LoadFromEnumerable([
            new Vectors { Pixels = [1, 2, 3, 4, 5, float.NaN], Words = ["a", "", "c"], Counts = [7, -8] },
            new Vectors { Pixels = [0, 0, 0, 0, 0, 6], Words = ["", "e", ""], Counts = [0, 9] },
        ]);
        var islands = Context.Data.LoadFromEnumerable(new[] { "a", "b", "c" }.Select(island => new Text { Value = island }));
        var sparse = Context.Transforms.Categorical.OneHotEncoding("Value").Fit(islands).Transform(islands);

        var rows = DataViewRows.From(view);
        var block = new RowBlock(rows.Columns, 2);
        using var reader = rows.Open([0, 1, 2]);
        Assert.Equal(2, reader.Read(0, 2, block));

        Assert.Equal(
            [("Pixels", ElementType.Float32, "[2, 3]"), ("Words", ElementType.String, "[3]"), ("Counts", ElementType.Int64, "[2]")],
            rows.Columns.Select(column => (column.Name, column.ElementType, column.RowShape.ToString())));
        Assert.Equal([1, 2, 3, 4, 5, float.NaN, 0, 0, 0, 0, 0, 6], block.Values<float>(0));
        Assert.Equal(["a", "", "c", "", "e", ""], block.Values<string>(1));
        Assert.Equal([7, -8, 0, 9], block.Values<long>(2));
        var encoded = DataViewRows.From(sparse);
        var codes = new RowBlock(encoded.Columns, 3);
        using var ones = encoded.Open([0]);
        ones.Read(0, 3, codes);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], codes.Values<float>(0));
    }

    [Fact]
    public void A_model_trains_on_vectors()
    {
        var random = new Random(1);
        var view = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 256).Select(_ => random.NextSingle()).Select(x => new Pair
        {
            Inputs = [x, 1 - x], Target = 3 * x,
        }).ToArray());
        var rows = DataViewRows.From(view).Cache().WithColumns(["Inputs"], target: "Target");
        var model = Model.Regressor(new Linear(2, 1), Value.Input("x", ElementType.Float32, ["batch", 2]));
        using var trainer = new Trainer(model, new Adam(0.05), options: new() { Seed = 1 });

        Assert.True(trainer.Fit(rows, epochs: 60).Epochs[^1].TrainingLoss < 1e-3);
    }

    [Fact]
    public void Vectors_of_several_sizes_are_refused_by_their_name()
    {
        var view = Context.Data.LoadFromEnumerable([new Ragged { Words = [1, 2] }, new Ragged { Words = [3] }]);

        var message = Assert.Throws<DataException>(() => DataViewRows.From(view)).Message;

        Assert.StartsWith(
            "data view, column 'Words': values of the type Vector<Single>, whose sizes differ", message, StringComparison.Ordinal);
        Assert.Contains("RowSourceOptions.Ignore", message, StringComparison.Ordinal);
        Assert.Throws<DataException>(() => DataViewRows.From(view, new() { Ignore = ["Words"] }));
    }

    [Fact]
    public void A_value_that_cannot_be_used_is_told_with_its_row_and_column()
    {
        var view = Context.Data.LoadFromEnumerable([new Pair { Inputs = [1, 2] }, new Pair { Inputs = [float.PositiveInfinity, 2] }]);

        var message = Assert.Throws<DataException>(() => DataViewRows.From(view, name: "pairs").Fingerprint()).Message;

        Assert.Contains("pairs, row 2, column 'Inputs': the value is infinite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_of_the_pipeline_that_fails_is_told()
    {
        var view = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 5).Select(i => new Number { Value = i }));
        var failing = Context.Transforms.CustomMapping<Number, Text>(
            (number, text) => text.Value = number.Value == 3 ? throw new InvalidOperationException("No name for 3.") : "name",
            contractName: null).Fit(view).Transform(view);

        var message = Assert.Throws<DataException>(() => DataViewRows.From(failing).Fingerprint()).Message;

        Assert.StartsWith("data view, from row ", message, StringComparison.Ordinal);
        Assert.EndsWith(" on: it cannot be read: No name for 3.", message, StringComparison.Ordinal);
    }

    private sealed class Text
    {
        public string Value { get; set; } = "";
    }

    private sealed class Number
    {
        public int Value { get; set; }
    }

    private sealed class Key
    {
        [KeyType(5)]
        public uint Value { get; set; }
    }

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Inputs { get; set; } = [0, 0];

        public float Target { get; set; }
    }

    private sealed class Ragged
    {
        public float[] Words { get; set; } = [];
    }
}
