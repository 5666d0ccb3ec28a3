namespace OnnxTrain;

/// <summary>
/// A vision transformer (Dosovitskiy et al., 2020, "An image is worth 16x16 words"): an encoder, normalization first, over square patches
/// of an image and a class token, whose result is classified. Variables are named as in torchvision's state dicts
/// (<c>encoder.layers.encoder_layer_0.self_attention.in_proj_weight</c>), whose safetensors files <c>LoadWeights</c> reads.
/// </summary>
public sealed class VisionTransformer : Module
{
    private readonly int _size;
    private readonly Conv2d _patches;
    private readonly Variable _classToken;
    private readonly VisionEncoder _encoder;
    private readonly Linear _head;

    /// <summary>Creates a network; the defaults are ViT-B/16, of 86,567,656 parameters for 1,000 classes.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="size">The height and width of an image in pixels, a multiple of <paramref name="patch"/>.</param>
    /// <param name="patch">The height and width of a patch in pixels.</param>
    /// <param name="features">The features of a patch.</param>
    /// <param name="heads">The number of heads, a divisor of <paramref name="features"/>.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="units">The units of the feed-forward networks.</param>
    /// <param name="channels">The number of channels of the image.</param>
    /// <param name="dropout">The rate of dropout.</param>
    /// <exception cref="ArgumentException">Image or features cannot be divided, or a number is out of range.</exception>
    public VisionTransformer(
        int classes, int size = 224, int patch = 16, int features = 768, int heads = 12, int layers = 12, int units = 3072,
        int channels = 3, double dropout = 0)
    {
        TransformerSizes.RequireHeads(features, heads);
        TransformerSizes.RequireRate(dropout);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        if (size < patch || size % patch != 0)
            throw new ArgumentException(
                $"Images of {size} × {size} pixels cannot be divided into patches of {patch} × {patch}.", nameof(size));
        _size = size;
        _patches = new(channels, features, patch, patch);
        _classToken = Parameter("class_token", [1, 1, features], Initializer.Zeros);
        _encoder = new((size / patch * (size / patch)) + 1, features, heads, layers, units, dropout);
        _head = new(features, classes, initializer: Initializer.Zeros);
    }

    /// <summary>Logits [batch, classes] of x [batch, channels, size, size].</summary>
    /// <exception cref="ShapeException">The image has another size.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 4 || x.Shape[2] != _size || x.Shape[3] != _size)
            throw new ShapeException($"VisionTransformer: the input is {x.Type}; it must be [batch, channels, {_size}, {_size}].");
        var tokens = x.Apply(_patches, "conv_proj").Flatten(2).SwapAxes(1, 2);
        var first = _classToken.ToValue().Expand([x.Shape[0], 1, tokens.Shape[2]]);
        return Value.Concat(1, first, tokens).Apply(_encoder, "encoder").Slice(1, 0, 1).Squeeze(1).Apply(_head, "heads.head");
    }
}
