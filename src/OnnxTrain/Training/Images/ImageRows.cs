namespace OnnxTrain;

/// <summary>
/// Images as a file takes them → images as data sets hold them, bytes [batch, height, width, channels] of the model's size: where they are
/// trained on, they are already so. Where the file takes any size, it resizes by the rule of <see cref="PixelImage.Resize"/>.
/// </summary>
internal sealed class ImageRows(ImageSpec spec) : Module
{
    /// <summary>Whether images differ in the file and in data sets.</summary>
    public static bool AreNeeded(ImageSpec spec) => spec.AnySize || spec.Axes == ImageAxes.Nchw;

    public override Value Forward(Value x)
    {
        var planes = spec.Axes == ImageAxes.Nchw ? x : x.Transpose(0, 3, 1, 2);
        return (spec.AnySize ? Resized(planes) : planes).Transpose(0, 2, 3, 1);
    }

    /// <summary>
    /// L · x · Cᵀ of each channel, rounded, with L the weights of lines and C those of columns. The first product is exact in float32,
    /// pixels having 8 bits and weights 16, and the second in float64: no runtime differs by its order of summing, which a rounding to
    /// bytes would make much of.
    /// </summary>
    private Value Resized(Value planes)
    {
        var (height, width) = (planes.Shape[2], planes.Shape[3]);
        var lines = ResizeWeights.Of(spec.Fit, height, spec.Height, width, spec.Width).Cast(ElementType.Float32);
        var columns = ResizeWeights.Of(spec.Fit, width, spec.Width, height, spec.Height).Transpose(1, 0);
        var sums = lines.MatMul(planes.Cast(ElementType.Float32)).Cast(ElementType.Float64).MatMul(columns);
        const double scale = 1 / (ResizeWeights.One * ResizeWeights.One);
        return ((sums * scale) + 0.5).Clip(0, byte.MaxValue).Cast(ElementType.UInt8);
    }
}
