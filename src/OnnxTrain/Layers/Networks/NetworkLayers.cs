namespace OnnxTrain;

/// <summary>Layers with the initialization of the built-in networks: convolutions by fan-out, zero biases.</summary>
internal static class NetworkLayers
{
    /// <summary>
    /// A convolution that keeps the size at stride 1, with normal weights of variance 2 / (outputs · taps) (He et al., 2015), by default
    /// without a bias.
    /// </summary>
    public static Conv2d Convolution(int inputs, int outputs, int kernelSize, int stride = 1, int groups = 1, bool bias = false)
    {
        var initializer = Initializer.HeNormal(outputs * kernelSize * kernelSize);
        var layer = new Conv2d(
            inputs, outputs, kernelSize, stride, padding: kernelSize / 2, groups: groups, bias: bias, initializer: initializer);
        if (layer.Bias is not null)
            layer.Bias.Initializer = Initializer.Zeros;
        return layer;
    }

    /// <summary>A linear layer with normal weights of standard deviation 0.01 and zero biases.</summary>
    public static Linear Linear(int inputs, int outputs)
    {
        var layer = new Linear(inputs, outputs, initializer: Initializer.Normal(0, 0.01));
        layer.Bias!.Initializer = Initializer.Zeros;
        return layer;
    }
}
