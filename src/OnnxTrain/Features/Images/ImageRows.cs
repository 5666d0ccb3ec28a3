namespace OnnxTrain;

/// <summary>
/// Converts images from the form of the file's input to that of data sets, bytes [batch, height, width, channels] of the model's size;
/// training images already have that form. If the file takes any size, it resizes by the rule of <see cref="PixelImage.Resize"/>.
/// </summary>
internal static class ImageRows
{
    public static Value Of(Value x, ImageFeature image)
    {
        if (image.IsStoredRaw) return x;
        var planes = image.Axes == ImageAxes.Nchw ? x : x.Transpose(0, 3, 1, 2);
        return (image.AnySize ? Resized(planes, image) : planes).Transpose(0, 2, 3, 1);
    }

    /// <summary>
    /// L · x · Cᵀ of each channel, rounded, with L the weights of lines and C those of columns. The first product is exact in float32, as
    /// pixels have 8 bits and weights 16, and the second in float64. So results do not depend on the order of summation of a runtime, which
    /// rounding to bytes would amplify.
    /// </summary>
    private static Value Resized(Value planes, ImageFeature image)
    {
        var (height, width) = (planes.Shape[2], planes.Shape[3]);
        var lines = ResizeWeights.Of(image.Fit, height, image.Height, width, image.Width).Cast(ElementType.Float32);
        var columns = ResizeWeights.Of(image.Fit, width, image.Width, height, image.Height).Transpose(1, 0);
        var sums = lines.MatMul(planes.Cast(ElementType.Float32)).Cast(ElementType.Float64).MatMul(columns);
        const double scale = 1 / (ResizeWeights.One * ResizeWeights.One);
        return ((sums * scale) + 0.5).Clip(0, byte.MaxValue).Cast(ElementType.UInt8);
    }
}
