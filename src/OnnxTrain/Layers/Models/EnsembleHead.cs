namespace OnnxTrain;

/// <summary>The outputs of an ensemble's members, from the one answer that was made of theirs.</summary>
internal sealed class EnsembleHead(ModelHead member) : ModelHead
{
    public override ModelTask Task => member.Task;

    public override IReadOnlyList<string> Classes => member.Classes;

    /// <summary>Whether there are ensembles of models with such a head.</summary>
    public static bool Supports(ModelHead head) => head is ClassificationHead or RegressionHead or CustomHead;

    public override IReadOnlyList<(string Name, Value Value)> Outputs(Value output) => member switch
    {
        ClassificationHead classes => [("label", classes.Names().Gather(output.ArgMax(1))), ("probabilities", output)],
        RegressionHead => [("prediction", output)],
        _ => [("output", output)],
    };

    public override Value Answer(Value output) => output;
}
