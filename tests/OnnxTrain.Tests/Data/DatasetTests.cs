using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data;

public sealed class DatasetTests
{
    [Fact]
    public void Select_equals_indexing()
    {
        var dataset = new Dataset([Numbered(4, 2, 3), Numbered(4, 1)], Numbered(4, 2));

        var part = dataset.Select([3, 1, 3]);

        Assert.Equal((3, 0), (part.RowCount, part.Classes));
        Assert.Equal([3, 2, 3], part.Features[0].Lengths);
        Assert.Equal(Rows(dataset.Features[0].As<float>(), 3, 1, 3), Rows(part.Features[0].As<float>(), 0, 1, 2));
        Assert.Equal([3f, 1f, 3f], Rows(part.Features[1].As<float>(), 0, 1, 2));
        Assert.Equal([6f, 7f, 2f, 3f, 6f, 7f], Rows(part.Targets!.As<float>(), 0, 1, 2));
        Assert.True(part.Labels.IsEmpty);
    }

    [Fact]
    public void Select_keeps_labels_and_classes()
    {
        var part = new Dataset(Numbered(3, 1), [2, 0, 1], 4).Select([2, 0]);

        Assert.Equal([1, 2], part.Labels);
        Assert.Equal(4, part.Classes);
        Assert.Null(part.Targets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_split_is_a_partition_and_stratified_by_label(bool withLabels)
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        var dataset = withLabels ? new Dataset(Numbered(60, 1), labels, 3) : new Dataset(Numbered(60, 1), Numbered(60, 1));

        var (first, second) = dataset.Split(0.75, seed: 9);

        var rows = Rows(first.Features[0].As<float>(), 0..45).Concat(Rows(second.Features[0].As<float>(), 0..15));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (float)i), rows.Order());
        Assert.Equal(Rows(first.Features[0].As<float>(), 0..45), Rows(dataset.Split(0.75, seed: 9).First.Features[0].As<float>(), 0..45));
        if (withLabels) Assert.All([0, 1, 2], label => Assert.Equal(5, second.Labels.Count(label)));
    }

    [Fact]
    public void Slices_of_tensors_will_do()
    {
        var columns = Numbered(3, 4).Slice([0..3, 1..3]);
        var rows = Numbered(5, 2).Slice([2..5, 0..2]);
        var dataset = new Dataset([columns, rows], [0, 0, 0], 1).Select([2, 0]);

        Assert.Equal([9f, 10f, 1f, 2f], Rows(dataset.Features[0].As<float>(), 0, 1));
        Assert.Equal([8f, 9f, 4f, 5f], Rows(dataset.Features[1].As<float>(), 0, 1));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void A_number_that_is_not_finite_is_refused_with_its_place(float value, string text)
    {
        var bad = Numbered(3, 4);
        bad[2, 1] = value;
        var worse = Numbered(3, 2, 2);
        worse[1, 1, 0] = value;

        var features = Assert.Throws<DataException>(() => new Dataset(bad, Numbered(3, 1)));
        var targets = Assert.Throws<DataException>(() => new Dataset(Numbered(3, 1), bad));
        var second = Assert.Throws<DataException>(() => new Dataset([Numbered(3, 1), worse], [0, 0, 0], 1));

        Assert.Contains($"The features have {text} in row 2, column 1 (counted from 0)", features.Message);
        Assert.Contains($"The targets have {text} in row 2, column 1 (counted from 0)", targets.Message);
        Assert.Contains($"The features of input 1 have {text} in row 1, column 1, 0 (counted from 0)", second.Message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(255)]
    public void A_label_out_of_range_is_refused_with_its_row(int label)
    {
        var message = Assert.Throws<DataException>(() => new Dataset(Numbered(2, 1), [0, label], 3)).Message;
        Assert.Contains($"label of row 1 (counted from 0) is {label}. Expected labels from 0 to 2", message);
    }

    public static TheoryData<Func<Dataset>, string> Misuses() => new()
    {
        { () => new([], [0], 1), "features of at least one input" },
        { () => new(Numbered(3, 1), Numbered(2, 1)), "The targets have the shape [2, 1], so 2 rows; the features have 3" },
        { () => new([Numbered(3, 1), Numbered(4, 1)], Numbered(3, 1)), "The features of input 1 have the shape [4, 1], so 4 rows" },
        { () => new(Numbered(3, 1), [0, 0], 1), "2 labels; the features have 3 rows" },
        { () => new(Numbered(3), [0, 0, 0], 1), "The features have the shape [3]; expected [rows, …]" },
        { () => new(Numbered(0, 3), [], 1), "The features have the shape [0, 3]" },
        { () => new(Numbered(3, 1), [0, 0, 0], 0), "classes" },
        { () => new Dataset(Numbered(3, 1), [0, 0, 0], 1).Select([]), "At least one row" },
        { () => new Dataset(Numbered(3, 1), [0, 0, 0], 1).Select([3]), "no row 3" },
    };

    [Theory]
    [MemberData(nameof(Misuses), DisableDiscoveryEnumeration = true)]
    public void Parts_that_do_not_fit_are_refused_with_both_sizes(Func<Dataset> misuse, string expected) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(misuse).Message);

    /// <summary>0, 1, 2, … in a shape.</summary>
    internal static Tensor<float> Numbered(params nint[] lengths)
    {
        nint count = 1;
        foreach (var length in lengths) count *= length;

        return Tensor.Create(Enumerable.Range(0, (int)count).Select(i => (float)i).ToArray(), lengths);
    }

    private static float[] Rows(Tensor<float> tensor, Range rows)
    {
        var (start, count) = rows.GetOffsetAndLength((int)tensor.Lengths[0]);
        return Rows(tensor, [.. Enumerable.Range(start, count)]);
    }

    private static float[] Rows(Tensor<float> tensor, params int[] rows)
    {
        var flat = new float[tensor.FlattenedLength];
        tensor.FlattenTo(flat);
        var length = flat.Length / (int)tensor.Lengths[0];
        return [.. rows.SelectMany(row => flat[(row * length)..((row + 1) * length)])];
    }
}
