namespace OnnxTrain;

/// <summary>Transposed convolution of images [batch, inputs, height, width] (Zeiler et al., 2010).</summary>
/// <param name="inputs">The number of channels of the input.</param>
/// <param name="outputs">The number of channels of the output.</param>
/// <param name="kernelSize">The size of the kernel along each axis.</param>
/// <param name="stride">The stride, in elements of the output; default 1.</param>
/// <param name="padding">The padding, which is cropped from the output.</param>
/// <param name="outputPadding">The number of elements added at the end of each axis of the output, fewer than the stride.</param>
/// <param name="groups">The number of groups of channels.</param>
/// <param name="bias">Whether a learned bias is added to each output.</param>
/// <param name="dilation">The distance between taps, in elements of the output; default 1.</param>
/// <param name="initializer">The initializer of the weights; by default uniform on ±1/√(outputs / groups · taps), as in PyTorch.</param>
/// <exception cref="ArgumentException">A number is too small, or the groups do not divide the channels.</exception>
public sealed class ConvTranspose2d(
    int inputs,
    int outputs,
    Extent kernelSize,
    Extent stride = default,
    Padding padding = default,
    Extent outputPadding = default,
    int groups = 1,
    bool bias = true,
    Extent dilation = default,
    Initializer? initializer = null)
    : TransposedConvolution(2, inputs, outputs, kernelSize, stride, padding, outputPadding, groups, bias, dilation, initializer);
