using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = the first words of each string, in a last axis of their own; empty strings follow where there are fewer. Words are separated by
/// spaces (U+0020), one or more; other white space is a part of a word, as StringSplit has it.
/// </summary>
/// <param name="Count">The number of words.</param>
internal sealed record SplitWordsOp(int Count) : Op
{
    public override string Title => "Splitting into words";

    public override int MinimumOpset => TextSteps.Opset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs) =>
        [new(ElementType.String, [.. TextShape.Of(Name, inputs[0]).Shape, Count])];

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y) = (binding.InputStrings(0), binding.OutputStrings(0));
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) Words.Split(WellFormed.Of(x.Items[i]), y.Items.AsSpan(i * Count, Count));
        };
    }

    // As many empty strings as words are wanted follow those of each string.
    public override void ToOnnx(OnnxForm form)
    {
        var last = OnnxAttribute.Int("axis", form.Node.Inputs[0].Rank);
        var words = form.Steps("StringSplit", [form.Input()], 2)[0];
        var each = form.Step("Unsqueeze", [form.Input(), form.Integers(-1)]);
        var all = form.Constant(TensorData.Of<bool>([.. Enumerable.Repeat(true, Count)], [Count]));
        var none = form.Step("Where", [all, form.Constant(TensorData.Of<string>([""], [])), each]);
        form.EmitWith(
            "Slice", [form.Step("Concat", [words, none], last), form.Integers(0), form.Integers(Count), form.Integers(-1)]);
    }
}

public partial class Value
{
    /// <summary>
    /// The first words of each string, separated by one or more spaces (U+0020); other white space is a part of a word.
    /// </summary>
    /// <param name="count">The number of words; empty strings follow where a string has fewer.</param>
    /// <returns>string […, count] for strings […].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="ShapeException">The value is no string.</exception>
    public Value SplitWords(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new SplitWordsOp(count).Of(this);
    }
}
