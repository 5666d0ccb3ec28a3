namespace OnnxTrain;

/// <summary>Rewrites a graph for inference: replaces each operator by its <see cref="Op.ForInference"/>.</summary>
internal sealed class InferencePass : GraphPass
{
    public override PassKeeps Keeps => PassKeeps.Types | PassKeeps.Feeds | PassKeeps.Variables;

    public override Value[]? Rewrite(Node node, Value[] inputs) => node.Op.ForInference(inputs);
}
