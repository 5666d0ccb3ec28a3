namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Scales and shifts by numbers drawn anew each step.</summary>
internal sealed class DrawnNumbers : Module
{
    public override Value Forward(Value x) =>
        (x * Value.Uniform(x.Shape, 0.5, 1.5, x.ElementType)) + Value.Normal([x.Shape[x.Rank - 1]], 0, 0.1, x.ElementType);
}
