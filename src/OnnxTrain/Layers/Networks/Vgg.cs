namespace OnnxTrain;

/// <summary>
/// Five blocks of convolutions of 3 × 3, and three linear layers over a grid of 7 × 7 (Simonyan and Zisserman, 2014, "Very deep
/// convolutional networks for large-scale image recognition"). Images may have any fixed size from 32 × 32 on, and are pooled to the grid.
/// Variables are named as in torchvision's state dicts (<c>features.0.weight</c>, <c>classifier.6.bias</c>).
/// </summary>
public sealed class Vgg : Module
{
    private readonly Sequential _features, _classifier;
    private readonly int _grid;

    /// <param name="convolutions">The number of convolutions of each block.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="batchNormalization">Whether each convolution is followed by batch normalization.</param>
    /// <param name="width">The number of channels of the first block; each further block has twice as many, at most eight times.</param>
    /// <param name="hidden">The number of units of the linear layers.</param>
    /// <param name="grid">The height and width of the input of the linear layers.</param>
    /// <param name="dropout">The rate of dropout after linear layers.</param>
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
    /// <param name="classes">The number of classes.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="batchNormalization">Whether each convolution is followed by batch normalization, which is newer than the paper.</param>
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
