namespace OnnxTrain;

/// <summary>
/// Finds the nodes that run as one loop: consecutive elementwise nodes with the same number of output elements. An operand that broadcasts
/// has fewer elements, so it never comes from the same loop.
/// </summary>
internal static class Fusion
{
    /// <summary>For each node of a graph, the index of the last node in its loop.</summary>
    public static int[] Ends(Graph graph, Func<Value, long> count)
    {
        var ends = new int[graph.Nodes.Count];
        for (var start = 0; start < ends.Length;)
        {
            var end = start;
            if (graph.Nodes[start].Op.IsElementwise)
            {
                while (end + 1 < ends.Length && Joins(graph.Nodes[end + 1], count(graph.Nodes[start].Outputs[0]), count)) end++;
            }

            Array.Fill(ends, end, start, end - start + 1);
            start = end + 1;
        }

        return ends;
    }

    private static bool Joins(Node node, long elements, Func<Value, long> count) =>
        (node.Op.IsElementwise && count(node.Outputs[0]) == elements)
        || (node.Op.IsView && node.Outputs[0].ElementType != ElementType.String);
}
