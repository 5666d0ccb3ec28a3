namespace OnnxTrain;

/// <summary>Preprocessing, and the network behind it under the names that it has by itself.</summary>
internal sealed class ImageNetwork(ImageSpec spec, Module network) : Module
{
    private readonly ImagePreprocessing _preprocessing = new(spec);

    public override Value Forward(Value x) => network.Continue(x.Apply(_preprocessing));
}
