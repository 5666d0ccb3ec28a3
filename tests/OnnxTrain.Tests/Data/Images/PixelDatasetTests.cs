using System.Numerics.Tensors;

namespace OnnxTrain.Tests.Data.Images;

/// <summary>Data sets whose features are bytes.</summary>
public sealed class PixelDatasetTests
{
    private readonly Dataset _data = new(Pixels(6), [0, 1, 0, 1, 0, 1], 2);

    [Fact]
    public void Rows_are_selected_split_and_weighed_like_others()
    {
        Assert.Equal([8, 9, 10, 11, 0, 1, 2, 3], Dataset.Elements(_data.Select([2, 0]).Pixels!).ToArray());
        var (first, second) = _data.Split(0.5, seed: 1);
        Assert.Equal(6, first.RowCount + second.RowCount);
        Assert.NotNull(second.WithWeights([.. Enumerable.Repeat(1f, second.RowCount)]).Pixels);
        Assert.Contains(
            "uint8[6, 2, 1, 2]",
            Assert.Throws<InvalidOperationException>(() => _data.Features[0].As<float>()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_and_labels_are_checked()
    {
        Assert.Contains(
            "so 6 rows; the features have",
            Assert.Throws<ArgumentException>(() => new Dataset(Pixels(5), Tensor.Create(new float[6], [6, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Dataset(Tensor.Create(new byte[3], [3]), [0, 0, 0], 1));
        Assert.Throws<DataException>(() => new Dataset(Pixels(2), [0, 2], 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_are_of_bytes(bool prefetch)
    {
        using var reader = new BatchReader<float>(_data, 4, seed: null, prefetch: prefetch);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (byte)i), reader.Read().Pixels(0).ToArray());
        var last = reader.Read();
        Assert.Equal(Enumerable.Range(16, 8).Select(i => (byte)i), last.Content(0).ToArray());
        Assert.True(last.Features(0).IsEmpty);
        Assert.Equal(4, last.FirstRow);
    }

    [Fact]
    public void The_hash_tells_bytes_apart()
    {
        byte[] changed = [.. Dataset.Elements(_data.Pixels!)];
        changed[^1]++;
        Assert.NotEqual(_data.Fingerprint(), new Dataset(Tensor.Create(changed, [6, 2, 1, 2]), _data.Labels, 2).Fingerprint());
        Assert.Equal(_data.Fingerprint(), new Dataset(Pixels(6), _data.Labels, 2).Fingerprint());
    }

    private static Tensor<byte> Pixels(int rows) => Tensor.Create([.. Enumerable.Range(0, rows * 4).Select(i => (byte)i)], [rows, 2, 1, 2]);
}
