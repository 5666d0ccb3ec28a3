namespace OnnxTrain;

/// <summary>Convolution of sequences [batch, inputs, length].</summary>
/// <param name="inputs">The number of channels of the input.</param>
/// <param name="outputs">The number of channels of the output.</param>
/// <param name="kernelSize">The size of the kernel along each axis.</param>
/// <param name="stride">The stride; default 1.</param>
/// <param name="padding">The padding around the input.</param>
/// <param name="dilation">The distance between taps; default 1.</param>
/// <param name="groups">The number of groups of channels that are convolved separately; equal to the input channels for a depthwise
/// convolution.</param>
/// <param name="bias">Whether a learned bias is added to each output.</param>
/// <param name="paddingMode">The content of the padding; default zeros.</param>
/// <param name="initializer">The initializer of the weights; by default uniform on ±1/√(inputs / groups · taps).</param>
/// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
public sealed class Conv1d(
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
    : ForwardConvolution(1, inputs, outputs, kernelSize, stride, padding, dilation, groups, bias, paddingMode, initializer);
