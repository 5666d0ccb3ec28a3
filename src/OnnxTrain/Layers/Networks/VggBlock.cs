namespace OnnxTrain;

/// <summary>
/// 3 × 3 convolutions that keep the size, each with optional batch normalization and a ReLU, and pooling that halves the size (Simonyan and
/// Zisserman, 2014, "Very deep convolutional networks for large-scale image recognition"). Its layers are named 0, 1, 2 …
/// </summary>
public sealed class VggBlock : Module
{
    private readonly Sequential _layers;

    /// <summary>Creates a block.</summary>
    /// <param name="inputs">The number of channels of the image.</param>
    /// <param name="outputs">The number of channels of the result.</param>
    /// <param name="convolutions">The number of convolutions.</param>
    /// <param name="batchNormalization">Whether each is followed by batch normalization.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public VggBlock(int inputs, int outputs, int convolutions = 2, bool batchNormalization = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(convolutions, 1);
        _layers = new([.. Layers(inputs, outputs, convolutions, batchNormalization)]);
    }

    /// <summary>[batch, outputs, ⌊height / 2⌋, ⌊width / 2⌋] for x [batch, inputs, height, width].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _layers.Forward(x); // without a scope of its own: no extra level of names
    }

    /// <summary>The layers of a block, in order.</summary>
    internal static IEnumerable<Module> Layers(int inputs, int outputs, int convolutions, bool batchNormalization)
    {
        for (var i = 0; i < convolutions; i++)
        {
            yield return NetworkLayers.Convolution(i == 0 ? inputs : outputs, outputs, 3, bias: true);
            if (batchNormalization) yield return new BatchNorm2d(outputs);
            yield return new Relu();
        }

        yield return new MaxPool2d(2);
    }
}
