namespace OnnxTrain;

/// <summary>A graph as it runs after training: each operator becomes what its <see cref="Op.ForInference"/> says.</summary>
internal sealed class InferencePass : GraphPass
{
    public override PassKeeps Keeps => PassKeeps.Types | PassKeeps.Feeds | PassKeeps.Variables;

    public override Value[]? Rewrite(Node node, Value[] inputs) => node.Op.ForInference(inputs);
}
