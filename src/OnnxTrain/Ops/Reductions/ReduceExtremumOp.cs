namespace OnnxTrain;

/// <summary>The largest or the smallest element over some axes.</summary>
internal abstract record ReduceExtremumOp(EquatableArray<int> Axes, bool KeepAxes) : ReduceOp(Axes, KeepAxes)
{
    // dL/dx = g at the extreme element, in equal parts where there are several
    public sealed override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients)
    {
        var x = node.Inputs[0];
        var hits = x.EqualTo(Kept(node.Outputs[0], x)).Cast(x.ElementType);
        return [hits * (Kept(gradients[0]!, x) / hits.Sum(keepAxes: true, [.. Axes]))];
    }
}
