namespace OnnxTrain;

/// <summary>
/// Rewrites an inference graph for runtimes that know only float tensors: inputs of text become indices in float32, a missing number is
/// given by its replacement, and operators that compute with integers or truth values become arithmetic. The readers of an index that are
/// not rewritten read it as int64.
/// </summary>
internal sealed class NumbersOnlyPass : GraphPass
{
    /// <summary>For integers of the graph, the same numbers as float32.</summary>
    private readonly Dictionary<Value, Value> _floats = [];

    public override PassKeeps Keeps => PassKeeps.Variables | PassKeeps.Numbers;

    public override string? Refuses(Graph graph)
    {
        foreach (var node in graph.Nodes.Where(node => node.Op is not LabelEncoderOp))
        {
            if (node.Inputs.FirstOrDefault(i => i is InputValue && i.ElementType == ElementType.String) is { } text)
                return $"{node.Op.Title} reads the text of '{((InputValue)text).Name}', which has no index.";
        }

        return RefusesTraining(graph);
    }

    public override IReadOnlyDictionary<Value, Value> Replace(Graph graph) => graph
        .Feeds.OfType<InputValue>().Where(input => input.ElementType == ElementType.String)
        .ToDictionary(Value (input) => input, Value (input) => new InputValue(input.Name, new(ElementType.Float32, input.Shape)));

    public override Value[]? Rewrite(Node node, Value[] inputs)
    {
        var value = node.Op switch
        {
            LabelEncoderOp when inputs[0].ElementType == ElementType.Float32 => Integers(inputs[0]),
            CastOp { To: var to } => Cast(inputs[0], to),
            OneHotOp { ElementType: ElementType.Float32 } oneHot when IndexOf(inputs[0]) is { } index =>
                Indicators(index, oneHot.Depth).Reshape(node.Outputs[0].Shape),
            GatherOp { Axis: 0 } when IndexOf(inputs[1]) is { } index => Rows(inputs[0], index, node.Outputs[0]),
            ReshapeOp { Target: var target } => WithoutDetour(inputs[0], target),
            WhereOp when IsImputation(node) && inputs[2].Type == node.Outputs[0].Type => inputs[2],
            ClipOp clip when inputs[0].ElementType.IsFloat() => Clipped(inputs[0], clip),
            _ => null,
        };
        return value is null ? null : [value];
    }

    /// <summary>An index [batch, 1] as float32; null for other integers.</summary>
    private Value? IndexOf(Value integers) =>
        _floats.GetValueOrDefault(integers) is { Rank: 2 } index && index.Shape[1].IsOne ? index : null;

    /// <summary>An index as an integer, or as the number that it was before; null for other casts.</summary>
    private Value? Cast(Value x, ElementType to)
    {
        if (to == ElementType.Float32) return IndexOf(x);
        return to == ElementType.Int64 && x.ElementType == ElementType.Float32 ? Integers(x) : null;
    }

    private Value Integers(Value floats)
    {
        var integers = floats.Cast(ElementType.Int64);
        _floats[integers] = floats;
        return integers;
    }

    /// <summary>
    /// max(0, 1 − |x − j|) for j = 0 … depth − 1, [batch, depth]: 1 at the index x, 0 elsewhere. OpenCV 4.6 does not broadcast [batch, 1],
    /// and multiplies only by transposed matrices.
    /// </summary>
    private static Value Indicators(Value index, int depth)
    {
        var ones = new float[depth];
        Array.Fill(ones, 1);
        float[] places = [.. Enumerable.Range(0, depth).Select(j => -(float)j)];
        var distance = Product(index, Value.Constant<float>(ones, [depth, 1]), Value.Constant<float>(places, [depth])).Abs();
        return (Value.Constant<float>([1], [1]) - distance).Relu();
    }

    private static Value Product(params Value[] inputs) => new GemmOp(TransposeB: true).Of(inputs);

    /// <summary>The rows of a table at indices, as a product: one term of each sum is not zero, so it is exact.</summary>
    private Value? Rows(Value table, Value index, Value rows)
    {
        if (table.ElementType is not (ElementType.Float32 or ElementType.Int64) || !table.Shape.IsFixed) return null;
        var count = (int)table.Shape[0].Size;
        var width = (int)(table.Shape.ElementCount / count);
        var indicators = Indicators(index, count);
        var taken = table switch
        {
            ConstantValue { Tensor: var tensor } => Product(indicators, Transposed(tensor.Numbers(), count, width)),
            { ElementType: ElementType.Float32 } => Product(indicators, table.Reshape([count, width]).Transpose(1, 0)),
            _ => null,
        };
        taken = taken?.Reshape(rows.Shape);
        return taken is not null && rows.ElementType == ElementType.Int64 ? Integers(taken) : taken;
    }

    private static ConstantValue Transposed(double[] numbers, int rows, int columns)
    {
        var transposed = new double[numbers.Length];
        for (var i = 0; i < numbers.Length; i++) transposed[(i % columns * rows) + (i / columns)] = numbers[i];
        return new(TensorData.OfNumbers(transposed, [columns, rows], ElementType.Float32));
    }

    /// <summary>The value before a reshaping that this one undoes; null if there is none.</summary>
    private static Value? WithoutDetour(Value x, Shape target) =>
        x.Producer is { Op: ReshapeOp, Inputs: [var before] } && before.Shape.Equals(target) ? before : null;

    private static bool IsImputation(Node where) =>
        where.Inputs[0].Producer is { Op: IsNaNOp, Inputs: [var tested] } && tested == where.Inputs[2];

    /// <summary>max(low, x) = relu(x − low) + low, and min(high, x) = high − relu(high − x).</summary>
    private static Value Clipped(Value x, ClipOp clip)
    {
        if (clip.Low == 0) x = x.Relu();
        else if (double.IsFinite(clip.Low)) x = (x - clip.Low).Relu() + clip.Low;
        return double.IsFinite(clip.High) ? clip.High - (clip.High - x).Relu() : x;
    }
}
