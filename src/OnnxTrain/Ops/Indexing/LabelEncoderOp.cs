using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the position of each string in a list, or the list's length for a string that is not in it.</summary>
internal sealed record LabelEncoderOp(EquatableArray<string> Keys) : Op
{
    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.String
        ? [new(ElementType.Int64, inputs[0].Shape)]
        : throw new ShapeException($"LabelEncoder: the input is {inputs[0]}; it must be string.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y) = (binding.InputStrings(0), binding.Output<long>(0));
        var positions = Keys.Select((key, i) => (key, i)).ToDictionary(pair => pair.key, pair => (long)pair.i, StringComparer.Ordinal);
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++)
                y.Span[i] = positions.TryGetValue(x.Items[i], out var position) ? position : Keys.Length;
        };
    }

    public override void ToOnnx(OnnxForm form) => form.EmitIn(
        "ai.onnx.ml", 2, "LabelEncoder",
        OnnxAttribute.Texts("keys_strings", Keys),
        OnnxAttribute.Ints("values_int64s", Enumerable.Range(0, Keys.Length).Select(i => (long)i)),
        OnnxAttribute.Int("default_int64", Keys.Length));
}

public partial class Value
{
    /// <summary>The position of each string in <paramref name="keys"/>, or their number for a string that is not among them.</summary>
    /// <param name="keys">Distinct strings, compared by ordinal value.</param>
    /// <exception cref="ArgumentException"><paramref name="keys"/> is empty or holds a string twice.</exception>
    public Value LabelEncode(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0) throw new ArgumentException("LabelEncoder: the list of strings is empty.", nameof(keys));
        if (keys.GroupBy(k => k, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"LabelEncoder: '{twice.Key}' is in the list twice.", nameof(keys));
        return new LabelEncoderOp([.. keys]).Of(this);
    }
}
