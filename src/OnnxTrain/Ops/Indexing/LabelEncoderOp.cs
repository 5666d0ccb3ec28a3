using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>y = the number of each string in a list, or <paramref name="Other"/> for a string that is not in it.</summary>
/// <param name="Keys">Distinct strings.</param>
/// <param name="Numbers">The number of each.</param>
/// <param name="Other">The number of all other strings.</param>
internal sealed record LabelEncoderOp(EquatableArray<string> Keys, EquatableArray<long> Numbers, long Other) : Op
{
    /// <summary>The position of each string, or their number for others.</summary>
    public LabelEncoderOp(EquatableArray<string> keys)
        : this(keys, [.. Enumerable.Range(0, keys.Length).Select(i => (long)i)], keys.Length)
    {
    }

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => inputs[0].ElementType == ElementType.String
        ? [new(ElementType.Int64, inputs[0].Shape)]
        : throw new ShapeException($"LabelEncoder: the input is {inputs[0]}; it must be string.");

    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y) = (binding.InputStrings(0), binding.Output<long>(0));
        var numbers = Keys.Zip(Numbers).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++)
                y.Span[i] = numbers.TryGetValue(x.Items[i], out var number) ? number : Other;
        };
    }

    public override void ToOnnx(OnnxForm form) => form.EmitIn(
        "ai.onnx.ml", 2, "LabelEncoder",
        OnnxAttribute.Texts("keys_strings", Keys),
        OnnxAttribute.Ints("values_int64s", Numbers),
        OnnxAttribute.Int("default_int64", Other));
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

    /// <summary>The same, and for further strings the position of the one that they stand for.</summary>
    internal Value LabelEncode(IReadOnlyList<string> keys, IReadOnlyList<(string Text, int Place)> aliases) => aliases.Count == 0
        ? LabelEncode(keys)
        : new LabelEncoderOp(
            [.. keys, .. aliases.Select(alias => alias.Text)],
            [.. Enumerable.Range(0, keys.Count).Select(i => (long)i), .. aliases.Select(alias => (long)alias.Place)],
            keys.Count).Of(this);
}
