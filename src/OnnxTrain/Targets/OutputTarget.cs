namespace OnnxTrain;

/// <summary>The network's output as it is.</summary>
internal sealed class OutputTarget() : Target("")
{
    internal override string Kind => "output";

    internal override ModelTask Task => ModelTask.Custom;

    internal override IReadOnlyList<string> OutputNames => ["output"];

    internal override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => [("output", output)];

    internal override IReadOnlyList<(string Name, Value Value)> OutputsOf(Value answer) => [("output", answer)];

    internal override Value Answer(Value output) => output;
}
