using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>Models in memory made of parts of a file.</summary>
internal static class ModelParts
{
    /// <summary>The first nodes of a file, yielding values of any of them.</summary>
    public static ModelProto Prefix(ModelProto file, int nodes, IEnumerable<string> outputs)
    {
        var part = Empty(file);
        part.Graph.Input.AddRange(file.Graph.Input);
        part.Graph.Initializer.AddRange(file.Graph.Initializer);
        part.Graph.Node.AddRange(file.Graph.Node.Take(nodes));
        // Types are left to the runtime: those that the file declares may be what is wrong.
        part.Graph.Output.AddRange(outputs.Select(name => new ValueInfoProto { Name = name }));
        return part;
    }

    /// <summary>The nodes that lead from given values to the outputs of one node.</summary>
    /// <param name="file">The whole.</param>
    /// <param name="last">The node.</param>
    /// <param name="isGiven">Whether a value is an input of the part.</param>
    /// <returns>The part, whose inputs and outputs are not yet declared, and the names of its inputs.</returns>
    public static (ModelProto Part, IReadOnlyList<string> Inputs) Cut(ModelProto file, NodeProto last, Predicate<string> isGiven)
    {
        var producers = file.Graph.Node.SelectMany(node => node.Output.Where(o => o.Length > 0).Select(name => (name, node)))
            .DistinctBy(p => p.name).ToDictionary(p => p.name, p => p.node, StringComparer.Ordinal);
        var constants = file.Graph.Initializer.DistinctBy(t => t.Name).ToDictionary(t => t.Name, StringComparer.Ordinal);
        HashSet<NodeProto> nodes = new(ReferenceEqualityComparer.Instance) { last };
        var read = new HashSet<string>(StringComparer.Ordinal);
        var inputs = new List<string>();
        var pending = new Queue<NodeProto>([last]);
        while (pending.TryDequeue(out var node))
        {
            foreach (var name in node.Input.Where(i => i.Length > 0))
            {
                if (!read.Add(name) || constants.ContainsKey(name)) continue;
                if (isGiven(name)) inputs.Add(name);
                else if (producers.TryGetValue(name, out var producer) && nodes.Add(producer)) pending.Enqueue(producer);
            }
        }

        var part = Empty(file);
        part.Graph.Node.AddRange(file.Graph.Node.Where(nodes.Contains));
        part.Graph.Initializer.AddRange(constants.Values.Where(t => read.Contains(t.Name)));
        return (part, inputs);
    }

    private static ModelProto Empty(ModelProto file)
    {
        var part = new ModelProto { IrVersion = file.IrVersion, ProducerName = "OnnxTrain", Graph = new() { Name = "part" } };
        part.OpsetImport.AddRange(file.OpsetImport);
        return part;
    }
}
