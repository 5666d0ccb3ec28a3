namespace OnnxTrain;

/// <summary>
/// A network for semantic segmentation: a contracting path to small images with many channels, and an expanding path with skip connections
/// from each level (Ronneberger, Fischer and Brox, 2015, "U-Net: Convolutional networks for biomedical image segmentation"). Convolutions
/// are padded, so the result has the size of the image. Height and width must be at least 2 to the power of the depth, and may be named
/// axes: where an odd length was halved, the upsampled image is interpolated linearly to the size of the skip connection.
/// </summary>
public sealed class UNet : Module
{
    private readonly UNetConvolutions[] _encoder, _decoder;
    private readonly UNetConvolutions _bottleneck;
    private readonly ConvolutionLayer[] _up;
    private readonly Conv2d _head;
    private readonly bool _upsample;

    /// <summary>Creates a network.</summary>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="classes">The number of channels of the result.</param>
    /// <param name="width">The number of channels of the first level; each further level has twice as many.</param>
    /// <param name="depth">The number of times height and width are halved.</param>
    /// <param name="batchNormalization">Whether each convolution is followed by batch normalization, unlike in the paper.</param>
    /// <param name="upsample">Whether to upsample by interpolation and a 3 × 3 convolution, which avoids checkerboard artifacts, instead of
    /// a transposed convolution.</param>
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
    /// <exception cref="ShapeException">The image is too small for the depth.</exception>
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

    /// <summary>Normal weights with variance 2 / (inputs · taps), as in the paper, and zero biases.</summary>
    internal static Conv2d Convolution(int inputs, int outputs, int kernelSize, bool bias)
    {
        var layer = new Conv2d(
            inputs, outputs, kernelSize, padding: kernelSize / 2, bias: bias,
            initializer: Initializer.HeNormal(inputs * kernelSize * kernelSize));
        if (layer.Bias is not null)
            layer.Bias.Initializer = Initializer.Zeros;
        return layer;
    }

    /// <summary>x, interpolated to the height and width of the skip connection.</summary>
    private static Value Stretched(Value x, Value skip)
    {
        Shape size = [skip.Shape[2], skip.Shape[3]];
        return size.Equals([x.Shape[2], x.Shape[3]]) ? x : x.Resize(size, ResizeMode.Linear);
    }
}
