using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = each string with the letters A to Z in lower case. All other characters stay, letters with accents and umlauts too, as
/// StringNormalizer has it in the locale C, the only one that every machine has.
/// </summary>
internal sealed record LowerCaseOp : Op
{
    public override string Title => "Lower-casing";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) => [TextShape.Of(Name, inputs[0])];

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y) = (binding.InputStrings(0), binding.OutputStrings(0));
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) y.Items[i] = Lower(WellFormed.Of(x.Items[i]));
        };
    }

    // StringNormalizer takes a vector, and not an empty one.
    public override void ToOnnx(OnnxForm form)
    {
        var flat = form.Step("Reshape", [form.Input(), form.Integers(-1)]);
        var some = form.Step("Concat", [flat, form.Constant(TensorData.Of<string>([""], [1]))], OnnxAttribute.Int("axis", 0));
        var lower = form.Step(
            "StringNormalizer", [some], OnnxAttribute.Text("case_change_action", "LOWER"), OnnxAttribute.Text("locale", "C"),
            OnnxAttribute.Int("is_case_sensitive", 1));
        var own = form.Step("Slice", [lower, form.Integers(0), form.Integers(-1), form.Integers(0)]);
        form.EmitWith("Reshape", [own, form.Step("Shape", [form.Input()])]);
    }

    internal static string Lower(string text) => text.AsSpan().ContainsAnyInRange('A', 'Z')
        ? string.Create(text.Length, text, (lower, own) =>
        {
            for (var i = 0; i < lower.Length; i++) lower[i] = char.IsAsciiLetterUpper(own[i]) ? (char)(own[i] | 0x20) : own[i];
        })
        : text;
}

public partial class Value
{
    /// <summary>
    /// Each string with the letters A to Z in lower case. All other characters stay, letters with accents and umlauts too: ONNX has no
    /// other operator for it that runs everywhere.
    /// </summary>
    /// <exception cref="ShapeException">The value is no string.</exception>
    public Value LowerCase() => new LowerCaseOp().Of(this);
}
