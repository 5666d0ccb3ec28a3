namespace OnnxTrain.Benchmarks;

/// <summary>A language model of 65 characters: logits of each next one, [batch, time, characters], for tokens [batch, time].</summary>
internal sealed class CharLstm : Module
{
    private const int Characters = 65, Units = 128;

    private readonly Embedding _embedding = new(Characters, 64);
    private readonly Lstm _lstm = new(64, Units, layers: 2);
    private readonly Linear _output = new(Units, Characters);

    public override Value Forward(Value x) => x.Apply(_embedding).Apply(_lstm).Apply(_output);
}
