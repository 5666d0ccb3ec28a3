namespace OnnxTrain;

/// <summary>min(max(x, 0), 6), elementwise.</summary>
internal sealed class Relu6 : Module
{
    public override Value Forward(Value x) => x.Clip(0, 6);
}
