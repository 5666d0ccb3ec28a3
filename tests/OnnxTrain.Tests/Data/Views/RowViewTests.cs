using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data.Views;

/// <summary>What rows each view has, and that none is lost or doubled.</summary>
public sealed class RowViewTests
{
    private const int Rows = 60;

    /// <summary>Row i holds i; classes 0, 1, 2, 0 …; ten rows to a patient; days count down.</summary>
    private static readonly CsvTable Table = CsvTable.Parse(
        "row,kind,patient,day\n"
            + string.Concat(Enumerable.Range(0, Rows).Select(i => $"{i},{"abc"[i % 3]},p{i / 10},{(Rows - i) / 2}\n")));

    private static readonly Dataset Labelled = new(
        Tensor.Create([.. Enumerable.Range(0, Rows).Select(i => (float)i)], [Rows, 1]),
        [.. Enumerable.Range(0, Rows).Select(i => i % 3)], 3);

    [Fact]
    public void A_split_is_that_of_the_data_set()
    {
        var (first, second) = Labelled.Split(0.7, seed: 5);
        var (firstView, secondView) = RowViews.Split(Labelled, 0.7, seed: 5);
        Assert.Equal(Dataset.Elements(first.Features[0].As<float>()).ToArray(), Numbers(firstView));
        Assert.Equal(Dataset.Elements(second.Features[0].As<float>()).ToArray(), Numbers(secondView));
    }

    [Fact]
    public void A_stratified_split_is_that_of_the_table()
    {
        var (first, _) = Table.Split(0.5, "kind", seed: 2);
        var (view, other) = Table.SplitStratified("kind", 0.5, seed: 2);
        Assert.Equal(first["row"].Numbers.ToArray(), Array.ConvertAll(Numbers(view), number => (double)number));
        Assert.Equal([10, 10, 10], Texts(view, 1).GroupBy(kind => kind).Select(kind => kind.Count()));
        RequireParts(view, other);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0.99)]
    public void Rows_of_a_group_stay_together(double fraction)
    {
        var (first, second) = Table.SplitByGroup("patient", fraction, seed: 3);
        Assert.Empty(Texts(first, 2).Intersect(Texts(second, 2)));
        Assert.Equal(Math.Clamp((int)Math.Round(6 * fraction), 1, 5) * 10, first.RowCount);
        RequireParts(first, second);
        Assert.Equal(Numbers(first), Numbers(Table.SplitByGroup("patient", fraction, seed: 3).First));
    }

    [Fact]
    public void Some_rows_of_a_table_are_a_table_that_models_of_its_columns_take()
    {
        var (first, second) = Table.SplitByTime("day", 0.5);
        var model = DataModel.Create(first, [new NumberFeature("row")], [new ClassTarget("kind")]);
        using var trainer = new Trainer(model, new Adam());
        Assert.Single(trainer.Fit(first, 1, second).Epochs);
        Assert.Equal(second.RowCount, model.Evaluate(second).RowCount);
        Assert.Equal(["kind"], model.EvaluateTargets(second).Keys);
        Assert.Equal(first.RowCount, model.Encode(first).RowCount);
    }

    [Fact]
    public void The_first_part_by_time_is_earlier_and_days_are_not_divided()
    {
        // Day d has the rows 60 − 2d − 1 and 60 − 2d; the 15 earliest rows of 60 would divide day 7.
        var (first, second) = Table.SplitByTime("day", 0.25);
        Assert.True(Numbers(first, 3).Max() < Numbers(second, 3).Min());
        Assert.Equal(Enumerable.Range(46, 14).Select(i => (float)i), Numbers(first).Where(i => i >= 46));
        RequireParts(first, second);
        Assert.Throws<ArgumentException>(() => Table.Where<float>("day", day => day == 5).SplitByTime("day", 0.5));
    }

    [Fact]
    public void Folds_are_those_of_row_numbers()
    {
        var folds = Labelled.Folds(4, seed: 9);
        var expected = OnnxTrain.Folds.Stratified(Labelled.Labels, 4, seed: 9);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(expected[i].Train.Select(row => (float)row), Numbers(folds[i].Train));
            Assert.Equal(expected[i].Test.Select(row => (float)row), Numbers(folds[i].Test));
        }
    }

    [Fact]
    public void Folds_by_group_and_by_time_are_those_of_row_numbers()
    {
        var (byGroup, byTime) = (Table.FoldsByGroup("patient", 3, seed: 4), Table.FoldsByTime("day", 3));
        var groups = Texts(Table, 2).Select(name => Array.IndexOf([.. Texts(Table, 2).Distinct().Order(StringComparer.Ordinal)], name));
        Require(OnnxTrain.Folds.Grouped([.. groups], 3, seed: 4), byGroup);
        Require(OnnxTrain.Folds.ByTime([.. Numbers(Table, 3).Select(day => (int)day)], 3), byTime);
        Assert.All(byGroup, fold => Assert.Empty(Texts(fold.Train, 2).Intersect(Texts(fold.Test, 2))));
        Assert.All(byTime, fold => Assert.True(Numbers(fold.Train, 3).Max() < Numbers(fold.Test, 3).Min()));

        static void Require(IReadOnlyList<Fold> expected, IReadOnlyList<(IRowSource Train, IRowSource Test)> folds)
        {
            Assert.Equal(expected.Select(fold => fold.Train.Select(row => (float)row)), folds.Select(fold => Numbers(fold.Train)));
            Assert.Equal(expected.Select(fold => fold.Test.Select(row => (float)row)), folds.Select(fold => Numbers(fold.Test)));
        }
    }

    [Fact]
    public void A_condition_keeps_its_rows_in_order_whether_they_are_read_forward_or_not()
    {
        float[] expected = [.. Enumerable.Range(0, Rows).Where(i => i % 3 == 1).Select(i => (float)i)];
        var any = Table.Where<string>("kind", kind => kind == "b");
        var forward = new ForwardRows(Table).Where<string>("kind", kind => kind == "b");
        Assert.Equal(expected, Numbers(any));
        Assert.Equal((20L, true, null, false), (any.RowCount, any.IsRandomAccess, forward.RowCount, forward.IsRandomAccess));
        Assert.Equal(expected, Numbers(forward.Cache()));
        using var reader = forward.Open([0]);
        var block = new RowBlock([Columns(Table)[0]], 4);
        Assert.Equal(4, reader.Read(10, 4, block));
        Assert.Equal(expected[10..14], block.Values<double>(0).ToArray().Select(number => (float)number));
        Assert.Throws<NotSupportedException>(() => reader.Read(0, 1, block));
        Assert.Equal(4, reader.Read(16, 40, new RowBlock([Columns(Table)[0]], 40)));
    }

    [Fact]
    public void A_shuffle_has_each_row_once_and_the_same_order_each_time()
    {
        var (once, again, other) = (Table.Shuffle(1), Table.Shuffle(1), Table.Shuffle(2));
        Assert.Equal(Numbers(once), Numbers(again));
        Assert.NotEqual(Numbers(once), Numbers(other));
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (float)i), Numbers(once).Order());
        Assert.NotEqual(once.Fingerprint(), other.Fingerprint());
        Assert.Equal(once.Fingerprint(), again.Fingerprint());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1 << 20)]
    public void What_is_cached_does_not_change_what_is_read(long limit)
    {
        var cached = Table.Shuffle(4).Cache(limit);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Numbers(Table.Shuffle(4)), Numbers(cached));
            Assert.Equal(Texts(Table.Shuffle(4), 2), Texts(cached, 2));
        }

        Assert.Equal(Table.Shuffle(4).Fingerprint(), cached.Fingerprint());
    }

    [Fact]
    public void Rows_under_the_limit_are_read_once()
    {
        var counted = new CountedRows(Table);
        var cached = counted.Cache(8L * Rows);
        for (var i = 0; i < 3; i++) _ = Numbers(cached);
        Assert.Equal(Rows, counted.RowsRead);
        cached = (counted = new(Table)).Cache(4L * Rows);
        for (var i = 0; i < 3; i++) _ = Numbers(cached);
        Assert.Equal(Rows + (2 * (Rows / 2)), counted.RowsRead);
    }

    [Fact]
    public void Rows_that_are_read_forward_are_read_once_into_memory_or_refused_in_words()
    {
        var forward = new ForwardRows(Table);
        var cached = forward.Cache();
        Assert.Equal((Rows, true), (cached.RowCount, cached.IsRandomAccess));
        var (first, second) = cached.Split(0.5);
        RequireParts(first, second);
        Assert.Equal(1, forward.Readings);
        Assert.Contains(
            "do not fit into 100 bytes",
            Assert.Throws<DataException>(() => forward.Cache(100)).Message, StringComparison.Ordinal);
        foreach (Func<object> needs in (Func<object>[])[() => forward.Split(0.5), () => forward.Shuffle(), () => forward.Folds(2)])
            Assert.Contains("source.Cache()", Assert.Throws<NotSupportedException>(needs).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_get_roles_by_name_and_a_wrong_name_is_told()
    {
        var view = Table.WithColumns(["day", "row"], "patient", weight: "row");
        Assert.Equal(["day", "row", "patient", "row"], view.Columns.Select(c => c.Name));
        Assert.Equal([RowRole.Feature, RowRole.Feature, RowRole.Target, RowRole.Weight], view.Columns.Select(c => c.Role));
        Assert.Equal(Numbers(Table, 3), Numbers(view));
        Assert.NotEqual(view.Fingerprint(), Table.WithColumns(["row", "day"], "patient").Fingerprint());
        Assert.Contains("'patient'", Assert.Throws<ArgumentException>(() => Table.WithColumns(["age"])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "float64[rows]",
            Assert.Throws<ArgumentException>(() => Table.Where<string>("day", _ => true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowViews.Select(Table, [0L, Rows]));
    }

    [Fact]
    public void A_missing_value_is_in_no_group()
    {
        var table = CsvTable.Parse("a,b\n1,x\n2,\n3,y\n");
        Assert.Contains("row 1", Assert.Throws<DataException>(() => table.SplitByGroup("b", 0.5)).Message, StringComparison.Ordinal);
    }

    internal static float[] Numbers(IRowSource source, int column = 0) => source.Columns[column].ElementType == ElementType.Float64
        ? Array.ConvertAll(Values<double>(source, column), number => (float)number)
        : Values<float>(source, column);

    private static string[] Texts(IRowSource source, int column) => Values<string>(source, column);

    private static IReadOnlyList<RowColumn> Columns(IRowSource source) => source.Columns;

    private static T[] Values<T>(IRowSource source, int column)
    {
        var values = new List<T>();
        RowScan.Run(source, [column], (block, _, count) => values.AddRange(block.Values<T>(0)[..count]));
        return [.. values];
    }

    private static void RequireParts(IRowSource first, IRowSource second) =>
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => (float)i), Numbers(first).Concat(Numbers(second)).Order());

    /// <summary>Rows of another source, counted when they are read.</summary>
    private sealed class CountedRows(IRowSource source) : IRowSource, IRowReader
    {
        private IRowReader? _reader;

        public int RowsRead { get; private set; }

        public IReadOnlyList<RowColumn> Columns => source.Columns;

        public long? RowCount => source.RowCount;

        public bool IsRandomAccess => true;

        public IRowReader Open(ReadOnlySpan<int> columns)
        {
            _reader = source.Open(columns);
            return this;
        }

        public string Fingerprint() => source.Fingerprint();

        public void Read(ReadOnlySpan<long> rows, RowBlock block)
        {
            RowsRead += rows.Length;
            _reader!.Read(rows, block);
        }

        public int Read(long first, int count, RowBlock block) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
