namespace OnnxTrain.RoundTrip.Tests.Training;

/// <summary>Each row as a matrix.</summary>
internal sealed class Shaped(int rows, int columns) : Module
{
    public override Value Forward(Value x) => x.Reshape([x.Shape[0], rows, columns]);
}
