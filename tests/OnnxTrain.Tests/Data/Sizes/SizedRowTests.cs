using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data.Sizes;

/// <summary>Sources and views whose rows have several sizes.</summary>
public sealed class SizedRowTests
{
    /// <summary>Row i has 2 + i % 3 steps, each of them i; its label is i % 2.</summary>
    private static IRowSource Rows(int count) => Dataset.OfRows(
        [.. Enumerable.Range(0, count).Select(Row)], [.. Enumerable.Range(0, count).Select(row => row % 2)], classes: 2);

    public static TheoryData<string> Views =>
        ["itself", "cache", "small cache", "selection", "selection of a selection", "columns", "joined halves", "one by one"];

    [Fact]
    public void Rows_keep_their_order_and_lie_in_a_bucket_for_each_size()
    {
        var rows = Rows(20);
        Assert.Equal((20L, 3, 20), (rows.RowCount, rows.Sizes!.Count, rows.Sizes.RowCount));
        for (var row = 0; row < 20; row++)
            Assert.Equal([2 + (row % 3), 1], rows.Sizes.RowShape(rows.Sizes.BucketOf(row), 0));
        Assert.Equal(["axis1", 1], rows.Columns[0].RowShape);
        Assert.Equal(Shape.Scalar, rows.Columns[1].RowShape);
        Assert.Equal(Enumerable.Range(0, 20).Select(Expected), All(rows));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void Each_view_has_the_same_rows(string name)
    {
        var rows = Rows(20);
        var view = View(rows, name);
        for (var time = 0; time < 2; time++) Assert.Equal(All(rows), All(view));
        Assert.Equal(rows.Sizes!.Count, view.Sizes!.Count);
        Assert.Equal(RowLabels.TryRead(rows), RowLabels.TryRead(view));
    }

    [Fact]
    public void Splits_folds_filters_and_shuffles_lose_and_double_no_row()
    {
        var rows = Rows(30);
        string[] all = [.. All(rows)];
        var (first, second) = rows.Split(0.7, seed: 1);
        Assert.Equal(all.Order(), All(first).Concat(All(second)).Order());
        Assert.Equal(21, All(first).Count());
        var (even, odd) = (rows.Where<long>("label", label => label == 0), rows.Where<long>("label", label => label == 1));
        Assert.Equal(all.Where((_, row) => row % 2 == 0), All(even));
        Assert.Equal(all.Where((_, row) => row % 2 == 1), All(odd));
        var (stratified, rest) = rows.SplitStratified("label", 0.5, seed: 2);
        Assert.Equal(all.Order(), All(stratified).Concat(All(rest)).Order());
        Assert.NotEqual(all, All(rows.Shuffle(3)));
        Assert.Equal(all.Order(), All(rows.Shuffle(3)).Order());
        Assert.Equal(all.Order(), rows.Folds(4, seed: 5).SelectMany(fold => All(fold.Test)).Order());
        Assert.All(rows.Folds(4, seed: 5), fold => Assert.Equal(all.Order(), All(fold.Train).Concat(All(fold.Test)).Order()));
    }

    [Fact]
    public void Rows_that_are_left_with_one_size_are_rows_of_that_size()
    {
        var rows = Rows(20);
        var sizes = rows.BySize();
        Assert.Equal(3, sizes.Count);
        foreach (var (size, i) in sizes.Select((size, i) => (size, i)))
        {
            Assert.Null(size.Sizes);
            Assert.Equal([2 + i, 1], size.Columns[0].RowShape);
            Assert.Equal(Enumerable.Range(0, 20).Where(row => row % 3 == i).Select(Expected), All(size));
            var data = size.ToDataset();
            Assert.Equal([data.RowCount, 2 + i, 1], data.Features[0].Lengths.ToArray());
        }

        Assert.Same(sizes[0], sizes[0].BySize()[0]);
        Assert.Null(rows.WithColumns(["label"]).Sizes);
        Assert.Null(rows.Select([]).Sizes);
    }

    [Fact]
    public void Rows_of_one_size_are_a_data_set()
    {
        var rows = Dataset.OfRows([Row(1), Row(4)], [Row(1), Row(4)]);
        Assert.Equal([2, 3, 1], Assert.IsType<Dataset>(rows).Targets!.Lengths.ToArray());
        var joined = Dataset.Join((Dataset)rows, (Dataset)rows);
        Assert.Null(joined.Sizes);
        Assert.Equal([4, 3, 1], joined.ToDataset().Features[0].Lengths.ToArray());
    }

    [Fact]
    public void Targets_make_buckets_too()
    {
        var rows = Dataset.OfRows([Row(0), Row(3), Row(6)], [Row(0), Row(1), Row(0)]);
        Assert.Equal((2, 0, 1, 0), (rows.Sizes!.Count, rows.Sizes.BucketOf(0), rows.Sizes.BucketOf(1), rows.Sizes.BucketOf(2)));
    }

    [Fact]
    public void What_is_read_tells_rows_apart()
    {
        Assert.Equal(Rows(20).Fingerprint(), Rows(20).Fingerprint());
        Assert.NotEqual(Rows(20).Fingerprint(), Rows(21).Fingerprint());
        Assert.NotEqual(Rows(20).Fingerprint(), Rows(20).Shuffle(1).Fingerprint());
        Assert.Equal(Rows(20).Fingerprint(), Rows(20).Cache().Fingerprint());
    }

    [Fact]
    public void A_source_of_ones_own_says_the_sizes_of_its_rows()
    {
        var rows = new Repeated(20);
        Assert.Equal(Enumerable.Range(0, 20).Select(Expected), All(rows));
        Assert.Equal(All(rows.Shuffle(1)), All(rows.Shuffle(1).Cache()));
        Assert.Equal(["steps", 1], Dataset.Join(rows, rows).Columns[0].RowShape);
        Assert.Contains(
            "20 rows, but sizes for 1 columns and 19 rows",
            Assert.Throws<ArgumentException>(() => new RowRoles(new Repeated(20, sizes: 19))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_told_in_words()
    {
        var rows = Rows(20);
        Refused("rows of one size", () => Read(rows, [0, 1], bucket: 0));
        Refused("BySize", () => rows.ToDataset());
        Refused("2 labels and 1 rows", () => Dataset.OfRows([Row(0)], [0, 1], classes: 2));
        Refused("targets for 2 rows and 1", () => Dataset.OfRows([Row(0)], [Row(0), Row(1)]));
        Refused("At least one row", () => Dataset.OfRows(Array.Empty<Tensor<float>>(), [], classes: 2));
        Refused("least one source of rows", () => Dataset.Join());
        Refused("Source 1", () => Dataset.Join(new Dataset(Row(0), Row(0)), new Dataset(Row(0), [0, 1], classes: 2)));
        Refused("2 classes", () => Dataset.Join(new Dataset(Row(0), [0, 1], classes: 3), new Dataset(Row(0), [0, 1], classes: 2)));
        Refused("bucket 3", () => new RowSizes([[[1]]], [0, 3]));
        Refused("must be numbers", () => new RowSizes([[["steps"]]], [0]));
        Refused("as many axes", () => new RowSizes([[[1]], [[1, 2]]], [0, 1]));

        static void Refused(string words, Action action) =>
            Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static Tensor<float> Row(int row) => Tensor.Create(Enumerable.Repeat((float)row, 2 + (row % 3)).ToArray(), [2 + (row % 3), 1]);

    private static string Expected(int row) => string.Join(' ', Enumerable.Repeat(row, 2 + (row % 3)));

    private static IRowSource View(IRowSource rows, string name) => name switch
    {
        "cache" => rows.Cache(),
        "small cache" => rows.Cache(100),
        "selection" => rows.Select(Places(rows)),
        "selection of a selection" => rows.Select([.. Places(rows).Reverse()]).Select([.. Places(rows).Reverse()]),
        "columns" => rows.WithColumns(["features"], "label"),
        "joined halves" => Dataset.Join(rows.Select(Places(rows).AsSpan(0, 7)), rows.Select(Places(rows).AsSpan(7))),
        "one by one" => Dataset.Join([.. Places(rows).Select(place => rows.Select([place]))]),
        _ => rows,
    };

    private static long[] Places(IRowSource rows) => [.. Enumerable.Range(0, (int)rows.RowCount!).Select(row => (long)row)];

    /// <summary>The features of each row, read one row after the other and then by bucket in reverse, which have to agree.</summary>
    private static IEnumerable<string> All(IRowSource rows)
    {
        var inOrder = new List<string>();
        RowScan.Run(rows, [0], (block, _, count) =>
        {
            var length = block.Columns[0].RowLength;
            for (var i = 0; i < count; i++) inOrder.Add(string.Join(' ', block.Values<float>(0).Slice(i * length, length).ToArray()));
        });
        for (var bucket = 0; bucket < (rows.Sizes?.Count ?? 1); bucket++)
        {
            long[] places = [.. Places(rows).Where(row => (rows.Sizes?.BucketOf(row) ?? 0) == bucket).Reverse()];
            Assert.Equal(places.Select(place => inOrder[(int)place]), Read(rows, places, bucket));
        }

        return inOrder;
    }

    private static IEnumerable<string> Read(IRowSource rows, long[] places, int bucket)
    {
        var column = new RowRoles(rows).ColumnsOf(bucket)[0];
        var block = new RowBlock([column], places.Length);
        using var reader = rows.Open([0]);
        reader.Read(places, block);
        return block.Values<float>(0).ToArray().Chunk(column.RowLength).Select(row => string.Join(' ', row));
    }

    /// <summary>The same rows without a tensor in memory.</summary>
    private sealed class Repeated(int rows, int? sizes = null) : IRowSource
    {
        public IReadOnlyList<RowColumn> Columns { get; } =
            [new("x", ElementType.Float32, ["steps", 1]) { Role = RowRole.Feature, IsFinite = true }];

        public RowSizes? Sizes { get; } =
            new([[[2, 1]], [[3, 1]], [[4, 1]]], [.. Enumerable.Range(0, sizes ?? rows).Select(row => row % 3)]);

        public long? RowCount => rows;

        public bool IsRandomAccess => true;

        public IRowReader Open(ReadOnlySpan<int> columns) => new Reader(rows);

        public string Fingerprint() => $"{rows}";

        private sealed class Reader(int count) : IRowReader
        {
            public void Read(ReadOnlySpan<long> rows, RowBlock block)
            {
                var length = (int)block.Columns[0].RowShape[0].Size;
                for (var i = 0; i < rows.Length; i++) block.Values<float>(0).Slice(i * length, length).Fill(rows[i]);
            }

            public int Read(long first, int rows, RowBlock block)
            {
                rows = (int)Math.Min(rows, count - first);
                Read([.. Enumerable.Range(0, rows).Select(i => first + i)], block);
                return rows;
            }

            public void Dispose()
            {
            }
        }
    }
}
