namespace OnnxTrain;

/// <summary>Batch normalization with frozen running statistics uses them to normalize, as in inference.</summary>
/// <param name="buffers">The frozen buffers.</param>
internal sealed class FrozenStatisticsPass(IReadOnlySet<Variable> buffers) : GraphPass
{
    public override PassKeeps Keeps => PassKeeps.Types | PassKeeps.Feeds | PassKeeps.Variables;

    public override Value[]? Rewrite(Node node, Value[] inputs) =>
        node.Op is BatchNormalizationOp
        && node.Inputs.Skip(3).Any(v => v is VariableValue { Variable: var buffer } && buffers.Contains(buffer))
            ? node.Op.ForInference(inputs)
            : null;
}
