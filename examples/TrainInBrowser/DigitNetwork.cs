using OnnxTrain;

/// <summary>Images [batch, 1, 8, 8] → logits [batch, 10]: two convolutions, and two layers that see all of the image.</summary>
internal sealed class DigitNetwork : Module
{
    private readonly Conv2d _first = new(1, 16, 3, padding: 1), _second = new(16, 32, 3, padding: 1);
    private readonly Linear _hidden = new(32 * 4 * 4, 64), _output = new(64, 10);
    private readonly Dropout _dropout = new(0.3);

    public override Value Forward(Value x) => x
        .Apply(_first).Relu()
        .Apply(_second).Relu()
        .MaxPool(2).Flatten()
        .Apply(_hidden).Relu().Apply(_dropout)
        .Apply(_output);
}
