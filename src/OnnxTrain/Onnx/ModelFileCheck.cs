using System.Globalization;

namespace OnnxTrain.Onnx;

/// <summary>
/// Checks the sizes in a model file before they are used: a few bytes may declare a tensor of terabytes, for which a runtime would allocate
/// memory. Also checks names, which runtimes pass on as C strings that end at NUL.
/// </summary>
internal static class ModelFileCheck
{
    /// <summary>
    /// The maximum number of elements that a node may create from a constant shape when the file is loaded, and of a sparse constant.
    /// </summary>
    private const long MostExpanded = 1 << 26;

    /// <summary>The maximum number of elements of a declared tensor without named axes.</summary>
    private const long MostDeclared = int.MaxValue;

    /// <summary>The operators whose output size is given by the numbers in an input, and those inputs.</summary>
    private static readonly (string Op, int[] Inputs)[] Expanding =
    [
        ("ConstantOfShape", [0]),
        ("Expand", [1]),
        ("Tile", [1]),
        ("OneHot", [1]),
        ("Pad", [1]),
        ("Resize", [3]),
        ("Upsample", [1]),
        ("Range", [0, 1, 2]),
        ("RandomNormal", []),
        ("RandomUniform", []),
    ];

    /// <exception cref="InvalidDataException">A tensor claims more than the file holds, or a name holds the character NUL.</exception>
    public static void Require(ModelProto model, string file)
    {
        if (Problem(model) is { } problem)
            throw new InvalidDataException($"{file}: {problem}. The file is damaged or malicious.");
    }

    private static string? Problem(ModelProto model)
    {
        foreach (var property in model.MetadataProps)
        {
            if (HasNul(property.Key)) return $"the name '{Shown(property.Key)}' of its metadata holds the character NUL";
        }

        return Problem(model.Graph) ?? model.Functions.Select(f => Problem(f.Node, [])).FirstOrDefault(p => p is not null);
    }

    private static string? Problem(GraphProto graph)
    {
        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            if (HasNul(value.Name)) return $"the name '{Shown(value.Name)}' holds the character NUL";
            if (Problem(value) is { } problem) return problem;
        }

        var numbers = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        foreach (var tensor in graph.Initializer)
        {
            if (Problem(tensor) is { } problem) return problem;
            numbers[tensor.Name] = tensor;
        }

        return graph.SparseInitializer.Select(Problem).FirstOrDefault(p => p is not null) ?? Problem(graph.Node, numbers);
    }

    private static string? Problem(IEnumerable<NodeProto> nodes, Dictionary<string, TensorProto> constants)
    {
        foreach (var node in nodes)
        {
            if (node.Output.FirstOrDefault(HasNul) is { } name) return $"the name '{Shown(name)}' holds the character NUL";
            foreach (var attribute in node.Attribute)
            {
                var problem = (attribute.T is { } own ? Problem(own) : null)
                    ?? attribute.Tensors.Select(Problem).FirstOrDefault(p => p is not null)
                    ?? (attribute.SparseTensor is { } sparse ? Problem(sparse) : null)
                    ?? attribute.SparseTensors.Select(Problem).FirstOrDefault(p => p is not null)
                    ?? (attribute.G is { } graph ? Problem(graph) : null)
                    ?? attribute.Graphs.Select(Problem).FirstOrDefault(p => p is not null);
                if (problem is not null)
                    return problem;
                if (node.OpType == "Constant" && attribute.T is { } tensor && node.Output.Count > 0)
                    constants[node.Output[0]] = tensor;
                if (node.OpType is "RandomNormal" or "RandomUniform" && attribute.Name == "shape" && Count(attribute.Ints) > MostExpanded)
                    return Expands(node, attribute.Ints);
            }

            if (Array.Find(Expanding, e => e.Op == node.OpType) is not { Inputs: { } inputs }) continue;
            foreach (var input in inputs.Where(i => i < node.Input.Count))
            {
                if (!constants.TryGetValue(node.Input[input], out var shape) || Integers(shape) is not { } sizes)
                    continue;
                var isTooLarge = node.OpType is "Range" or "Pad"
                    ? sizes.Any(s => s is < -MostExpanded or > MostExpanded)
                    : Count(sizes.Where(s => s > 0)) > MostExpanded;
                if (isTooLarge)
                    return Expands(node, sizes);
            }
        }

        return null;
    }

    private static string Expands(NodeProto node, IEnumerable<long> sizes) =>
        $"its node '{Shown(node.Name)}' ({node.OpType}) would make a tensor of {Text(sizes)}, more than 2²⁶ elements";

    private static string? Problem(ValueInfoProto value)
    {
        if (value.Type?.TensorType?.Shape is not { } shape) return null;
        long[] sizes = [.. shape.Dim.Where(d => d.HasDimValue).Select(d => d.DimValue)];
        return sizes.Any(s => s < 0) || Count(sizes) > MostDeclared
            ? $"its value '{Shown(value.Name)}' is declared as {Text(sizes)}"
            : null;
    }

    private static string? Problem(SparseTensorProto tensor) =>
        tensor.Dims.Any(d => d < 0) || Count(tensor.Dims) > MostExpanded
            ? $"a sparse tensor of it claims the shape {Text(tensor.Dims)}"
            : (tensor.Values is { } values ? Problem(values) : null) ?? (tensor.Indices is { } places ? Problem(places) : null);

    private static string? Problem(TensorProto tensor)
    {
        if (HasNul(tensor.Name)) return $"the name '{Shown(tensor.Name)}' holds the character NUL";
        if (tensor.Dims.Any(d => d < 0)) return $"its tensor '{Shown(tensor.Name)}' claims the shape {Text(tensor.Dims)}";
        // External data are checked with their own file.
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            return null;
        return Count(tensor.Dims) > Held(tensor)
            ? $"its tensor '{Shown(tensor.Name)}' claims the shape {Text(tensor.Dims)}, and the file holds "
                + FormattableString.Invariant($"{Held(tensor)} of its elements at most")
            : null;
    }

    /// <summary>
    /// The maximum number of elements that the data of a tensor can hold, for any type: an element takes at least two bits.
    /// </summary>
    private static long Held(TensorProto tensor)
    {
        const int most = 4;
        var bits = OnnxDataTypes.Bits((TensorProto.Types.DataType)tensor.DataType);
        var raw = bits > 0 ? tensor.RawData.Length * 8L / bits : (long)tensor.RawData.Length * most;
        return raw
            + tensor.FloatData.Count
            + ((long)tensor.Int32Data.Count * most)
            + tensor.StringData.Count
            + tensor.Int64Data.Count
            + tensor.DoubleData.Count
            + tensor.Uint64Data.Count;
    }

    private static IReadOnlyList<long>? Integers(TensorProto tensor)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Int64) return null;
        return tensor.RawData.Length > 0
            ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(tensor.RawData.Span).ToArray()
            : tensor.Int64Data;
    }

    /// <summary>The product, at most 2⁶³.</summary>
    private static Int128 Count(IEnumerable<long> sizes)
    {
        var count = Int128.One;
        foreach (var size in sizes)
        {
            if (size == 0) return 0;
            count = Int128.Min(long.MaxValue, count * size);
        }

        return count;
    }

    private static string Text(IEnumerable<long> sizes) =>
        $"[{string.Join(", ", sizes.Select(s => s.ToString(CultureInfo.InvariantCulture)))}]";

    private static bool HasNul(string name) => name.Contains('\0', StringComparison.Ordinal);

    private static string Shown(string name) => name.Replace("\0", "\\0", StringComparison.Ordinal);
}
