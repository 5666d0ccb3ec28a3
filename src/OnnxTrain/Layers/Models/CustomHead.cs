namespace OnnxTrain;

/// <summary>The network's output as it is.</summary>
internal sealed class CustomHead : ModelHead
{
    public override ModelTask Task => ModelTask.Custom;

    public override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => [("output", output)];

    public override Value Answer(Value output) => output;
}
