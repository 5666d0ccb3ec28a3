using OnnxTrain.Kernels;
using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Runs a graph along an axis and carries states: states, slices → new states, outputs. Inputs: the initial states, the scanned inputs, and
/// the other values that the body reads. Outputs: the final states, and the outputs of all steps along the axis, the last of which are the
/// states before each step that <c>Kept</c> names.
/// </summary>
/// <param name="Body">The graph of a step.</param>
/// <param name="States">The number of states.</param>
/// <param name="Scanned">The number of scanned inputs.</param>
/// <param name="Axis">The axis of the steps; the last of values with fewer axes.</param>
/// <param name="IsReverse">Whether the steps go from the end of the axis to its beginning.</param>
/// <param name="Kept">The states whose values before each step are outputs, for the gradient.</param>
internal sealed record ScanOp(ScanBody Body, int States, int Scanned, int Axis, bool IsReverse, EquatableArray<int> Kept) : Op
{
    public override int MinimumOpset => Body.Graph.Nodes.Select(n => n.Op.MinimumOpset).Append(base.MinimumOpset).Max();

    /// <summary>Inputs before those that all steps read as a whole.</summary>
    private int First => States + Scanned;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        if (Scanned == 0) throw new ShapeException("Scan: there is nothing to scan; at least one input must have the axis of the steps.");
        var feeds = StepTypes(inputs);
        var steps = inputs[States].Shape[AxisOf(inputs[States].Shape.Rank)];
        foreach (var input in inputs[States..First])
        {
            if (input.Shape[AxisOf(input.Shape.Rank)] != steps)
                throw new ShapeException(
                    $"Scan: the inputs {inputs[States]} and {input} must have the same number of steps, on axis {Axis}.");
        }

        var fetches = Body.InferTypes(feeds);
        for (var i = 0; i < States; i++)
        {
            if (fetches[i] != inputs[i])
                throw new ShapeException(
                    $"Scan: state {i} is {inputs[i]} before a step and {fetches[i]} after it; type and shape must not change.");
        }

        return [.. fetches[..States], .. fetches[States..].Select(type => type with { Shape = AllSteps(type.Shape, steps) })];
    }

    // With the step (s', y) = f(s, x, w): from the last step to the first, ds = s̄' ∂s'/∂s + ȳ ∂y/∂s and so dx; dw is summed over the
    // steps. That is a scan in reverse, whose states are s̄ and the sums, and which reads s, x and ȳ of each step.
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) =>
        new ScanGradient(this, node, gradients).Write();

    /// <summary>Dropout is not in a body; other operators are replaced, and the states of each step are not kept.</summary>
    public override Value[]? ForInference(IReadOnlyList<Value> inputs)
    {
        var kept = Body.Graph.Fetches.Count - Kept.Length;
        var graph = new Graph(Body.Graph.Feeds, [.. Body.Graph.Fetches.Take(kept)]);
        var inferred = new GraphRewrite(graph, new InferencePass()).Graph;
        return Kept.Length == 0 && inferred.Fetches.SequenceEqual(graph.Fetches)
            ? null
            : (this with { Body = new(inferred), Kept = [] }).NodeOf([.. inputs]).Outputs;
    }

    public override long Operations(IReadOnlyList<TensorType> inputs, IReadOnlyList<TensorType> outputs)
    {
        if (Body.Axes(StepTypes([.. inputs])) is not { } axes) return 0;
        var known = Body.Graph.Nodes.Where(n => n.Inputs.Concat(n.Outputs).All(v => v.Shape.All(d => d.Symbols.All(axes.ContainsKey))));
        return Steps(inputs[States]) * known.Sum(n => n.Op.Operations([.. n.Inputs.Select(Fixed)], [.. n.Outputs.Select(Fixed)]));

        TensorType Fixed(Value v) => new(v.ElementType, [.. v.Shape.Select(d => (Dimension)d.Evaluate(name => axes[name]))]);
    }

    public override Action Bind(Binding binding)
    {
        TensorType[] inputs = [.. Enumerable.Range(0, binding.InputCount).Select(binding.InputType)];
        var feeds = StepTypes(inputs);
        var axes = Body.Axes(feeds);
        var inner = binding.BindInner(axes is null ? Body.For(feeds) : Body.Graph, axes ?? []);
        var steps = Steps(inputs[States]);
        var all = Enumerable.Range(0, inputs.Length);
        return new ScanLoop(
            [.. all.Where(i => i < States || i >= First).Select(i => (binding.InputBytes(i), inner.Feeds[i]))],
            [.. all.Skip(States).Take(Scanned).Select(i => Slice(binding.InputBytes(i), inner.Feeds[i], inputs[i].Shape))],
            inner.Run,
            [
                .. Enumerable.Range(States, inner.Fetches.Count - States)
                    .Select(i => Slice(binding.OutputBytes(i), inner.Fetches[i], binding.OutputType(i).Shape)),
            ],
            [.. all.Take(States).Select(i => (inner.Fetches[i], inner.Feeds[i]))],
            [.. all.Take(States).Select(i => (inner.Feeds[i], binding.OutputBytes(i)))],
            steps, IsReverse, binding.Scratch).Run;

        StepSlice Slice(Block<byte> whole, Block<byte> part, Shape shape) =>
            new(whole, part, shape.Sizes().Before(AxisOf(shape.Rank)), steps);
    }

    /// <summary>The operator has a graph as an attribute; values that all its steps read are those of the graph around it.</summary>
    public override void ToOnnx(OnnxForm form)
    {
        var node = form.Node;
        var body = Body.For(StepTypes([.. node.Inputs.Select(v => v.Type)]));
        int[] read = [.. node.Inputs.Skip(States).Take(Scanned).Select(v => AxisOf(v.Rank))];
        int[] written = [.. node.Outputs.Skip(States).Select(v => AxisOf(v.Rank))];
        form.EmitWith(
            "Scan", [.. Enumerable.Range(0, First).Select(form.Input)],
            OnnxAttribute.Graph("body", form.Subgraph(body, First)), OnnxAttribute.Int("num_scan_inputs", Scanned),
            OnnxAttribute.Ints("scan_input_axes", [.. read.Select(a => (long)a)]),
            OnnxAttribute.Ints("scan_input_directions", [.. read.Select(_ => IsReverse ? 1L : 0)]),
            OnnxAttribute.Ints("scan_output_axes", [.. written.Select(a => (long)a)]),
            OnnxAttribute.Ints("scan_output_directions", [.. written.Select(_ => IsReverse ? 1L : 0)]));
    }

    /// <summary>The types of the body's feeds.</summary>
    /// <exception cref="ShapeException">An input has no axis of steps.</exception>
    public TensorType[] StepTypes(ReadOnlySpan<TensorType> inputs) => StepTypes(inputs, States, Scanned, Axis);

    /// <inheritdoc cref="StepTypes(ReadOnlySpan{TensorType})"/>
    public static TensorType[] StepTypes(ReadOnlySpan<TensorType> inputs, int states, int scanned, int axis)
    {
        var types = inputs.ToArray();
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i].ElementType == ElementType.String || types[i].ElementType.IsPacked())
                throw new ShapeException($"Scan: {types[i]} is not supported; scan indices or numbers.");
            if (i < states || i >= states + scanned) continue;
            if (types[i].Shape.Rank == 0) throw new ShapeException($"Scan: the scalar {types[i]} has no axis of steps.");
            types[i] = types[i] with { Shape = types[i].Shape.Without(Math.Min(axis, types[i].Shape.Rank - 1)) };
        }

        return types;
    }

    private int AxisOf(int rank) => Math.Min(Axis, rank - 1);

    private Shape AllSteps(Shape shape, Dimension steps)
    {
        var axis = Math.Min(Axis, shape.Rank);
        return [.. shape.Take(axis), steps, .. shape.Skip(axis)];
    }

    private int Steps(TensorType scanned) => (int)scanned.Shape[AxisOf(scanned.Shape.Rank)].Size;
}
