namespace OnnxTrain;

/// <summary>The order in which a file takes the pixels of images.</summary>
public enum ImageAxes
{
    /// <summary>[batch, height, width, channels]: each pixel's channels together, as decoders and cameras give them.</summary>
    Nhwc,

    /// <summary>[batch, channels, height, width]: each channel by itself, as ONNX's own operators have it.</summary>
    Nchw,
}
