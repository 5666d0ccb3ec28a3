namespace OnnxTrain;

/// <summary>Transposed convolution of images [batch, inputs, height, width] (Zeiler et al., 2010).</summary>
/// <param name="inputs">Channels of the input.</param>
/// <param name="outputs">Channels of the output.</param>
/// <param name="kernelSize">Taps of the window along each axis.</param>
/// <param name="stride">Elements of the output from one element of the input to the next; 1 unless given.</param>
/// <param name="padding">Elements cut off around the output.</param>
/// <param name="outputPadding">Elements added behind the output, fewer than the stride.</param>
/// <param name="groups">Parts that channels are split into.</param>
/// <param name="bias">Whether a learned number is added to each output.</param>
/// <param name="dilation">Elements of the output from one tap to the next; 1 unless given.</param>
/// <param name="initializer">First weights; uniform on ±1/√(outputs / groups · taps) unless given, as in PyTorch.</param>
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
