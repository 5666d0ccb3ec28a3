using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011) as ONNX nodes: the random words that the kernels draw, from seed and step as values
/// of the file. Steps stay below 2³², and a tensor below 2³⁴ elements.
/// </summary>
/// <remarks>
/// A counter is four words (c₀, c₁, c₂, c₃); c₀ and c₂ are two rows of one tensor, c₁ and c₃ of another, so that a round is eight nodes.
/// Products of 32-bit words fill 64 bits: runtimes multiply int64, which has the same low 64 bits, and shift uint64.
/// </remarks>
internal static class PhiloxForm
{
    private const int Rounds = 10;
    private const ulong LowWord = uint.MaxValue;

    /// <summary>The inputs of an operator that draws by seed and step.</summary>
    /// <exception cref="ShapeException">They are not int64 scalars.</exception>
    public static void RequireCounters(string op, ReadOnlySpan<TensorType> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is not { ElementType: ElementType.Int64, Shape.Rank: 0 })
                throw new ShapeException($"{op}: seed and step are {inputs[0]} and {inputs[1]}; both must be int64[].");
        }
    }

    /// <summary>A vector of at least one word per element of the shape, int64 [4 · blocks].</summary>
    /// <param name="form">The operator; its inputs are seed and step, int64 scalars.</param>
    /// <param name="count">The name of the number of words, an int64 scalar.</param>
    /// <param name="stream">A number that distinguishes the random nodes of a graph.</param>
    public static string Words(OnnxForm form, string count, uint stream)
    {
        string low = form.Words([LowWord]), half = form.Words([32]);
        var blocks = form.Step("Div", [form.Step("Add", [count, Integer(3)]), Integer(4)]);
        var counters = form.Step("Unsqueeze", [form.Step("Range", [Integer(0), blocks, Integer(1)]), form.Integers(0)]);
        var step = form.Step("Reshape", [form.Input(1), form.Integers(1, 1)]);
        var even = form.Step(
            "Concat",
            [counters, form.Step("Expand", [step, form.Step("Shape", [counters])])],
            OnnxAttribute.Int("axis", 0));
        var odd = form.Words([0, stream], 2, 1);
        var key = Key();
        var multipliers = form.Constant(TensorData.Of<long>([0xD2511F53, 0xCD9E8D57], [2, 1]));
        var swap = form.Integers(1, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var product = Cast(form.Step("Mul", [even, multipliers]), TensorProto.Types.DataType.Uint64);
            string swapped = form.Step("Gather", [product, swap], OnnxAttribute.Int("axis", 0)),
                high = Shift(swapped, half);
            even = Cast(
                form.Step("BitwiseXor", [form.Step("BitwiseXor", [high, odd]), RoundKey(key, round)]), TensorProto.Types.DataType.Int64);
            odd = form.Step("BitwiseAnd", [swapped, low]);
        }

        var middle = form.Integers(1);
        var rows = form.Step(
            "Concat",
            [form.Step("Unsqueeze", [even, middle]), form.Step("Unsqueeze", [Cast(odd, TensorProto.Types.DataType.Int64), middle])],
            OnnxAttribute.Int("axis", 1));
        return form.Step("Reshape", [form.Step("Transpose", [rows], OnnxAttribute.Ints("perm", [2, 0, 1])), form.Integers(-1)]);

        // k₀ and k₁, the seed's low and high words, as int64
        string Key()
        {
            var seed = Cast(form.Step("Reshape", [form.Input(0), form.Integers(1, 1)]), TensorProto.Types.DataType.Uint64);
            return Cast(
                form.Step("Concat", [form.Step("BitwiseAnd", [seed, low]), Shift(seed, half)], OnnxAttribute.Int("axis", 0)),
                TensorProto.Types.DataType.Int64);
        }

        // k₀ + round · 0x9E3779B9 and k₁ + round · 0xBB67AE85, of 32 bits
        string RoundKey(string first, int round)
        {
            var weyl = form.Constant(
                TensorData.Of<long>([unchecked((uint)round * 0x9E3779B9u), unchecked((uint)round * 0xBB67AE85u)], [2, 1]));
            return form.Step("BitwiseAnd", [Cast(form.Step("Add", [first, weyl]), TensorProto.Types.DataType.Uint64), low]);
        }

        string Integer(long value) => form.Constant(TensorData.Of<long>([value], Shape.Scalar));
        string Cast(string value, TensorProto.Types.DataType type) => form.Step("Cast", [value], OnnxAttribute.Int("to", (long)type));
        string Shift(string value, string bits) => form.Step("BitShift", [value, bits], OnnxAttribute.Text("direction", "RIGHT"));
    }
}
