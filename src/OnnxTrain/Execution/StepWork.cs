namespace OnnxTrain;

/// <summary>
/// The work of one step of a plan. A value that is read twice counts once; values within a fused loop count as no traffic, since their
/// tiles are in the first-level cache. Strings count no bytes.
/// </summary>
/// <param name="Operators">Their names, joined for a fused loop: <c>Greater + Where</c>.</param>
/// <param name="Path">The modules that they belong to, or the variable of a copy; may be empty.</param>
/// <param name="Inputs">The values that it reads.</param>
/// <param name="Outputs">The values that it writes.</param>
/// <param name="BytesRead">Bytes of the inputs.</param>
/// <param name="BytesWritten">Bytes of the outputs.</param>
/// <param name="Operations">Arithmetic operations, as <see cref="Op.Operations"/> counts them.</param>
internal sealed record StepWork(
    string Operators, string Path, IReadOnlyList<TensorType> Inputs, IReadOnlyList<TensorType> Outputs, long BytesRead, long BytesWritten,
    long Operations)
{
    public static IReadOnlyList<StepWork> Of(Graph graph, IReadOnlyList<PlanStep> steps, BufferPlan buffers)
    {
        var feeds = new HashSet<Value>(graph.Feeds);
        var readElsewhere = graph
            .Fetches.Concat(graph.Updates.Select(u => u.NewValue))
            .Concat(steps.SelectMany(OutsideInputs))
            .Select(Source)
            .ToHashSet();
        return [.. steps.Select(s => s.Target is { } variable ? OfCopy(buffers.Type(variable.ToValue()), variable.Name) : OfNodes(s))];

        // The value whose memory a view shares.
        Value Source(Value value)
        {
            while (value.Producer is { Op.IsView: true } view && !feeds.Contains(value)) value = view.Inputs[0];
            return value;
        }

        IEnumerable<Value> OutsideInputs(PlanStep step)
        {
            var own = step.Nodes.SelectMany(n => n.Outputs).ToHashSet();
            return step.Nodes.SelectMany(n => n.Inputs).Where(v => !own.Contains(Source(v))).DistinctBy(Source);
        }

        StepWork OfNodes(PlanStep step)
        {
            Value[] inputs = [.. OutsideInputs(step)];
            Value[] outputs = [.. step.Nodes.SelectMany(n => n.Outputs).Where(v => step.Nodes.Count == 1 || readElsewhere.Contains(v))];
            var placed = step.Nodes.SelectMany(n => n.Inputs.Where((_, i) => buffers.IsPlaced(n, i))).ToHashSet();
            var read = inputs.Where(v => !placed.Contains(v)).Sum(v => Bytes(buffers.Type(v)));

            // An operator that keeps its output only copies inputs that were not placed there.
            var written = step.Nodes[0].Op.KeepsOutput ? read : outputs.Sum(v => Bytes(buffers.Type(v)));
            return new(
                string.Join(" + ", step.Nodes.Select(n => n.Op.Name)),
                string.Join(", ", step.Nodes.Select(n => n.Path).Where(p => p.Length > 0).Distinct()),
                [.. inputs.Select(buffers.Type)], [.. outputs.Select(buffers.Type)], read, written,
                step.Nodes.Sum(n => n.Op.Operations([.. n.Inputs.Select(buffers.Type)], [.. n.Outputs.Select(buffers.Type)])));
        }
    }

    private static StepWork OfCopy(TensorType type, string variable) => new("Copy", variable, [type], [type], Bytes(type), Bytes(type), 0);

    private static long Bytes(TensorType type) => type.ElementType.Bytes(type.Shape.ElementCount);
}
