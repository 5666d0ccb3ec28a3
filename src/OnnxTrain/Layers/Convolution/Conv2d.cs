namespace OnnxTrain;

/// <summary>Convolution of images [batch, inputs, height, width].</summary>
/// <param name="inputs">Channels of the input.</param>
/// <param name="outputs">Channels of the output.</param>
/// <param name="kernelSize">Taps of the window along each axis.</param>
/// <param name="stride">Elements from one position of the window to the next; 1 unless given.</param>
/// <param name="padding">What is put around the input.</param>
/// <param name="dilation">Elements from one tap to the next; 1 unless given.</param>
/// <param name="groups">Parts that channels are split into, each convolved by itself; as many as inputs for a depthwise
/// convolution.</param>
/// <param name="bias">Whether a learned number is added to each output.</param>
/// <param name="paddingMode">What stands in the padding: zeros unless given.</param>
/// <param name="initializer">First weights; uniform on ±1/√(inputs / groups · taps) unless given.</param>
/// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
public sealed class Conv2d(
    int inputs,
    int outputs,
    Extent kernelSize,
    Extent stride = default,
    Padding padding = default,
    Extent dilation = default,
    int groups = 1,
    bool bias = true,
    PadMode paddingMode = PadMode.Constant,
    Initializer? initializer = null)
    : ForwardConvolution(2, inputs, outputs, kernelSize, stride, padding, dilation, groups, bias, paddingMode, initializer);
