namespace OnnxTrain;

/// <summary>Two 3 × 3 convolutions that keep the size, each with optional batch normalization and a ReLU.</summary>
internal sealed class UNetConvolutions : Module
{
    private readonly Conv2d _conv1, _conv2;
    private readonly BatchNorm2d? _bn1, _bn2;

    public UNetConvolutions(int inputs, int outputs, bool batchNormalization)
    {
        (_conv1, _conv2) = (
            UNet.Convolution(inputs, outputs, 3, !batchNormalization), UNet.Convolution(outputs, outputs, 3, !batchNormalization));
        if (batchNormalization)
            (_bn1, _bn2) = (new(outputs), new(outputs));
    }

    public override Value Forward(Value x)
    {
        x = x.Apply(_conv1);
        if (_bn1 is not null) x = x.Apply(_bn1);
        x = x.Relu().Apply(_conv2);
        if (_bn2 is not null) x = x.Apply(_bn2);
        return x.Relu();
    }
}
