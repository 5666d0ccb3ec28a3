namespace OnnxTrain;

/// <summary>
/// A network that gives every pixel its classes: down to small images of many channels, and up again beside what each level had on the way
/// (Ronneberger, Fischer and Brox, 2015, "U-Net: Convolutional networks for biomedical image segmentation"). Convolutions are padded, so
/// that the result is as large as the image. Height and width may be anything from 2 to the power of the depth on, also names: where an odd
/// length was halved, what comes up is stretched linearly to the length of what it joins.
/// </summary>
public sealed class UNet : Module
{
    private readonly UNetConvolutions[] _encoder, _decoder;
    private readonly UNetConvolutions _bottleneck;
    private readonly ConvolutionLayer[] _up;
    private readonly Conv2d _head;
    private readonly bool _upsample;

    /// <summary>A network of so many levels.</summary>
    /// <param name="channels">Channels of the image.</param>
    /// <param name="classes">Channels of the result.</param>
    /// <param name="width">Channels of the first level; each further one has twice as many.</param>
    /// <param name="depth">How many times height and width are halved.</param>
    /// <param name="batchNormalization">Whether each convolution is normalized over the batch, which the paper does not.</param>
    /// <param name="upsample">Whether images grow by interpolation and a convolution of 3 × 3, which leaves no chequered patterns, instead
    /// of a transposed convolution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public UNet(int channels, int classes, int width = 64, int depth = 4, bool batchNormalization = true, bool upsample = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _upsample = upsample;
        _encoder =
        [
            .. Levels()
                .Select(level => new UNetConvolutions(level == 0 ? channels : width << (level - 1), width << level, batchNormalization)),
        ];
        _bottleneck = new(width << (depth - 1), width << depth, batchNormalization);
        _up = [.. Levels().Reverse().Select(level => Up(width << (level + 1), width << level))];
        _decoder = [.. Levels().Reverse().Select(level => new UNetConvolutions(width << (level + 1), width << level, batchNormalization))];
        _head = Convolution(width, classes, 1, bias: true);

        IEnumerable<int> Levels() => Enumerable.Range(0, depth);
        ConvolutionLayer Up(int from, int to) =>
            upsample ? Convolution(from, to, 3, bias: true) : new ConvTranspose2d(from, to, 2, stride: 2);
    }

    /// <summary>Logits [batch, classes, height, width] of x [batch, channels, height, width].</summary>
    /// <exception cref="ShapeException">The image is too small to be halved so often.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var skips = new Stack<Value>();
        for (var i = 0; i < _encoder.Length; i++)
        {
            skips.Push(x.Apply(_encoder[i]));
            x = skips.Peek().MaxPool(2);
        }

        x = x.Apply(_bottleneck);
        for (var i = 0; i < _decoder.Length; i++)
        {
            var skip = skips.Pop();
            if (_upsample) x = Stretched(x, skip);
            x = Stretched(x.Apply(_up[i]), skip);
            x = Value.Concat(1, skip, x).Apply(_decoder[i]);
        }

        return x.Apply(_head);
    }

    /// <summary>Weights normal with variance 2 / (inputs · taps), as the paper's, biases of zero.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernelSize, bool bias)
    {
        var layer = new Conv2d(
            inputs, outputs, kernelSize, padding: kernelSize / 2, bias: bias,
            initializer: Initializer.HeNormal(inputs * kernelSize * kernelSize));
        if (layer.Bias is not null)
            layer.Bias.Initializer = Initializer.Zeros;
        return layer;
    }

    /// <summary>x with the height and width of the skip.</summary>
    private static Value Stretched(Value x, Value skip)
    {
        Shape size = [skip.Shape[2], skip.Shape[3]];
        return size.Equals([x.Shape[2], x.Shape[3]]) ? x : x.Resize(size, ResizeMode.Linear);
    }
}
