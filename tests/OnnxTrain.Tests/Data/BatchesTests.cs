namespace OnnxTrain.Tests.Data;

public sealed class BatchesTests
{
    private readonly Batches _labelled = new(new Dataset(DatasetTests.Numbered(4, 3), [2, 0, 1, 2], 3));

    [Fact]
    public void Gather_equals_indexing()
    {
        var floats = new float[6];
        var doubles = new double[6];
        var labels = new long[2];

        _labelled.Data.Features[0].GatherNumbers([3, 1], floats);
        _labelled.Data.Features[0].GatherNumbers([3, 1], doubles);
        _labelled.GatherLabels([3, 1], labels);

        Assert.Equal([9f, 10f, 11f, 3f, 4f, 5f], floats);
        Assert.Equal([9d, 10d, 11d, 3d, 4d, 5d], doubles);
        Assert.Equal([2L, 0L], labels);
    }

    [Fact]
    public void Targets_are_gathered_like_features()
    {
        var targets = new double[2];
        new Dataset(DatasetTests.Numbered(4, 3), DatasetTests.Numbered(4, 1)).Targets!.GatherNumbers([3, 1], targets);
        Assert.Equal([3d, 1d], targets);
    }

    [Fact]
    public void Floats_keep_their_bits()
    {
        float[] odd = [float.Epsilon, -0f, float.MaxValue, 0.1f];
        RowTensor tensor = System.Numerics.Tensors.Tensor.Create(odd, [1, 4]);
        var (floats, doubles) = (new float[4], new double[4]);

        tensor.GatherNumbers([0], floats);
        tensor.GatherNumbers([0], doubles);

        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), floats.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(odd.Select(value => BitConverter.DoubleToInt64Bits(value)), doubles.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void An_epoch_has_each_row_once_in_an_order_of_its_own()
    {
        int[] Order(ulong seed, long epoch)
        {
            var order = new int[100];
            Batches.Order(seed, epoch, order);
            return order;
        }

        Assert.Equal(Enumerable.Range(0, 100), Order(1, 0).Order());
        Assert.Equal(Order(1, 7), Order(1, 7));
        Assert.NotEqual(Order(1, 7), Order(1, 8));
        Assert.NotEqual(Order(1, 7), Order(2, 7));
        Assert.NotEqual(Enumerable.Range(0, 100), Order(0, 0));
    }
}
