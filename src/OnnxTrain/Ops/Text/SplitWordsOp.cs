using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// The first words of each string, in a last axis of their own; empty strings follow where there are fewer. Words are separated by spaces
/// (U+0020), one or more; other white space is a part of a word, as StringSplit has it. A second output is what was cut off each word at
/// punctuation.
/// </summary>
/// <param name="Count">The number of words.</param>
/// <param name="Marks">Characters that a word is cut at, unless it begins with one; empty for none.</param>
internal sealed record SplitWordsOp(int Count, string Marks) : Op
{
    public override string Title => "Splitting into words";

    public override int MinimumOpset => TextSteps.Opset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var type = new TensorType(ElementType.String, [.. TextShape.Of(Name, inputs[0]).Shape, Count]);
        return [type, type];
    }

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y, rest) = (binding.InputStrings(0), binding.OutputStrings(0), binding.OutputStrings(1));
        return () =>
        {
            for (var i = 0; i < x.Items.Length; i++) Words.Split(WellFormed.Of(x.Items[i]), y.Items.AsSpan(i * Count, Count));
            for (var i = 0; i < y.Items.Length; i++) (y.Items[i], rest.Items[i]) = Words.Cut(y.Items[i], Marks);
        };
    }

    // The work is done for as many words as there are; then empty strings follow.
    public override void ToOnnx(OnnxForm form)
    {
        var (steps, axis) = (new TextSteps(form), form.Node.Inputs[0].Rank);
        var each = form.Step("Unsqueeze", [form.Input(), form.Integers(-1)]);
        var split = form.Steps("StringSplit", [form.Input()], 2)[0];
        var some = Joined(split, steps.Empty(each, 1));
        var words = form.Step("Slice", [some, form.Integers(0), form.Integers(Count), form.Integers(-1)]);
        var rest = steps.Where(steps.Matches(words, ""), words, steps.Text(""));
        foreach (var mark in Marks) (words, rest) = Cut(form, steps, words, rest, mark.ToString());
        Yield(words, 0);
        Yield(rest, 1);

        string Joined(string first, string second) => form.Step("Concat", [first, second], OnnxAttribute.Int("axis", axis));

        void Yield(string found, int output) => form.Yield(
            "Slice", [Joined(found, steps.Empty(each, Count)), form.Integers(0), form.Integers(Count), form.Integers(-1)], output);
    }

    /// <summary>Cuts words at the first of a character; what is cut off goes before the rest.</summary>
    private static (string Words, string Tails) Cut(OnnxForm form, TextSteps steps, string words, string rest, string mark)
    {
        var each = form.Step("Unsqueeze", [words, form.Integers(-1)]);
        var split = form.Steps(
            "StringSplit", [words], 2, OnnxAttribute.Text("delimiter", mark), OnnxAttribute.Int("maxsplit", 1))[0];
        var parts = form.Step("Concat", [split, steps.Empty(each, 2)], OnnxAttribute.Int("axis", -1));
        var (head, tail) = (steps.Part(parts, 0), steps.Part(parts, 1));
        var isWhole = form.Step("Or", [steps.Matches(head, ""), form.Step("Equal", [head, words])]);
        return (
            steps.Where(isWhole, words, head),
            steps.Where(isWhole, rest, steps.Join(steps.Join(steps.Text(mark), tail), rest)));
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
    public Value SplitWords(int count) => SplitWords(count, "").Words;

    /// <summary>
    /// The first words of each string, separated by one or more spaces (U+0020), and what is cut off each of them: a word is cut at the
    /// first of each of some characters, in their order, unless it begins with it.
    /// </summary>
    /// <param name="count">The number of words; empty strings follow where a string has fewer.</param>
    /// <param name="marks">ASCII characters, such as <c>.,!?</c>.</param>
    /// <returns>Both string […, count] for strings […].</returns>
    /// <exception cref="ArgumentException">A mark is a space, or no ASCII character.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="ShapeException">The value is no string.</exception>
    public (Value Words, Value Tails) SplitWords(int count, string marks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(marks);
        if (marks.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"SplitWords: '{marks}' must hold visible ASCII characters alone.", nameof(marks));
        var node = new SplitWordsOp(count, marks).NodeOf(this);
        return (node.Outputs[0], node.Outputs[1]);
    }
}
