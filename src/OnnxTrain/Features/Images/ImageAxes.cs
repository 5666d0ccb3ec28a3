namespace OnnxTrain;

/// <summary>The order of axes in which a file takes images.</summary>
public enum ImageAxes
{
    /// <summary>[batch, height, width, channels]: channels last, as from decoders and cameras.</summary>
    Nhwc,

    /// <summary>[batch, channels, height, width]: channels first, as in the operators of ONNX.</summary>
    Nchw,
}
