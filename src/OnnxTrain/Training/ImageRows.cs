namespace OnnxTrain;

/// <summary>Images in a file's order of axes → images as data sets hold them, [batch, height, width, channels]: where they are trained on, they are already so.</summary>
internal sealed class ImageRows : Module
{
    public override Value Forward(Value x) => x.Transpose(0, 2, 3, 1);
}
