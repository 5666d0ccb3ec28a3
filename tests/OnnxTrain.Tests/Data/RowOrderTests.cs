namespace OnnxTrain.Tests.Data;

public sealed class RowOrderTests
{
    [Fact]
    public void An_epoch_has_each_row_once_in_an_order_of_its_own()
    {
        int[] Order(ulong seed, long epoch)
        {
            var order = new int[100];
            RowOrder.Order(seed, epoch, order);
            return order;
        }

        Assert.Equal(Enumerable.Range(0, 100), Order(1, 0).Order());
        Assert.Equal(Order(1, 7), Order(1, 7));
        Assert.NotEqual(Order(1, 7), Order(1, 8));
        Assert.NotEqual(Order(1, 7), Order(2, 7));
        Assert.NotEqual(Enumerable.Range(0, 100), Order(0, 0));
    }
}
