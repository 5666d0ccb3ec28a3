namespace OnnxTrain.Tests.Layers;

public class EmbeddingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void Each_number_has_its_vector_and_the_padding_learns_nothing(int? paddingIndex)
    {
        var layer = new Embedding(4, 2, paddingIndex, Initializer.Constant(0.5));
        var model = new Model(layer, Value.Input("x", ElementType.Int64, ["batch", 3]));
        Assert.Equal(["batch", 3, 2], model.Output.Shape);
        using var evaluator = new Evaluator([.. model.Inputs], [model.Output, .. model.Output.Sum().Gradient(layer.Weight)]);
        var results = evaluator.Run([TensorData.Of<long>([0, 1, 3, 1, 0, 0], [2, 3])]);
        float pad = paddingIndex is null ? 0.5f : 0, two = paddingIndex is null ? 2 : 0;
        Assert.Equal([0.5f, 0.5f, pad, pad, 0.5f, 0.5f, pad, pad, 0.5f, 0.5f, 0.5f, 0.5f], (float[])results[0].Elements);
        Assert.Equal([3, 3, two, two, 0, 0, 1, 1], (float[])results[1].Elements);
    }

    [Fact]
    public void Sizes_indices_and_inputs_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(3, 2, paddingIndex: 3));
        Assert.Throws<ShapeException>(() => new Embedding(3, 2).Forward(Value.Input("x", ElementType.Float32, ["batch"])));
    }
}
