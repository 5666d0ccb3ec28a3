namespace OnnxTrain;

/// <summary>
/// Five blocks of convolutions of 3 × 3, and three linear layers over a grid of 7 × 7 (Simonyan and Zisserman, 2014, "Very deep
/// convolutional networks for large-scale image recognition"). The grid is made of images of any size from 32 × 32 on, which has to be
/// known. Variables are named as in torchvision's state dicts (<c>features.0.weight</c>, <c>classifier.6.bias</c>).
/// </summary>
public sealed class Vgg : Module
{
    private readonly Sequential _features, _classifier;
    private readonly int _grid;

    /// <param name="convolutions">Convolutions of each block.</param>
    /// <param name="classes">Logits.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="batchNormalization">Whether each convolution is normalized.</param>
    /// <param name="width">Channels of the first block; each further one has twice as many, eight times at most.</param>
    /// <param name="hidden">Units of the linear layers.</param>
    /// <param name="grid">Height and width of what the linear layers see.</param>
    /// <param name="dropout">The rate of dropout behind linear layers.</param>
    internal Vgg(
        int[] convolutions, int classes, int channels, bool batchNormalization, int width = 64, int hidden = 4096, int grid = 7,
        double dropout = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        var inputs = channels;
        var features = new List<Module>();
        for (var block = 0; block < convolutions.Length; block++)
        {
            var outputs = width << Math.Min(block, 3);
            features.AddRange(VggBlock.Layers(inputs, outputs, convolutions[block], batchNormalization));
            inputs = outputs;
        }

        _grid = grid;
        _features = new([.. features]);
        _classifier = new(
            NetworkLayers.Linear(inputs * grid * grid, hidden), new Relu(), new Dropout(dropout),
            NetworkLayers.Linear(hidden, hidden), new Relu(), new Dropout(dropout),
            NetworkLayers.Linear(hidden, classes));
    }

    /// <summary>
    /// Configuration A of the paper: blocks of 1, 1, 2, 2 and 2 convolutions. 132,863,336 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <param name="classes">Logits of the result.</param>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="batchNormalization">Whether each convolution is normalized over the batch, which the paper did not know yet.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static Vgg Vgg11(int classes, int channels = 3, bool batchNormalization = false) =>
        new([1, 1, 2, 2, 2], classes, channels, batchNormalization);

    /// <summary>
    /// Configuration B: blocks of 2, 2, 2, 2 and 2 convolutions. 133,047,848 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <inheritdoc cref="Vgg11"/>
    public static Vgg Vgg13(int classes, int channels = 3, bool batchNormalization = false) =>
        new([2, 2, 2, 2, 2], classes, channels, batchNormalization);

    /// <summary>
    /// Configuration D: blocks of 2, 2, 3, 3 and 3 convolutions. 138,357,544 parameters for 1,000 classes of colour images.
    /// </summary>
    /// <inheritdoc cref="Vgg11"/>
    public static Vgg Vgg16(int classes, int channels = 3, bool batchNormalization = false) =>
        new([2, 2, 3, 3, 3], classes, channels, batchNormalization);

    /// <summary>Logits [batch, classes] of x [batch, channels, height, width].</summary>
    /// <exception cref="ShapeException">The image is smaller than 32 × 32, or height or width is named.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Apply(_features).AdaptiveAveragePool(_grid).Flatten().Apply(_classifier);
    }
}
