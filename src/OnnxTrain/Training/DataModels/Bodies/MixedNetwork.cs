namespace OnnxTrain;

/// <summary>Networks for images, and a head that takes their outputs and a row of numbers.</summary>
internal sealed class MixedNetwork(Module[] images, Module head, bool hasRow) : Module
{
    private readonly Module[] _images = images;
    private readonly Module _head = head;

    public override Value Forward(params Value[] inputs)
    {
        var row = hasRow ? inputs[..1] : [];
        var seen = inputs[row.Length..].Select((image, i) => image.Apply(_images[i]).Relu());
        return Value.Concat(1, [.. row, .. seen]).Apply(_head);
    }
}
