using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// y = each word and the next one along the last axis, with a space between; the empty string where one of the two is empty.
/// </summary>
internal sealed record WordPairsOp : Op
{
    public override string Title => "Pairs of words";

    public override int MinimumOpset => TextSteps.Opset;

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        var shape = TextShape.Of(Name, inputs[0]).Shape;
        return shape.Rank > 0 && shape[shape.Rank - 1] is { IsFixed: true, Size: > 1 } last
            ? [new(ElementType.String, [.. shape.Take(shape.Rank - 1), last.Size - 1])]
            : throw new ShapeException($"{Name}: the input is {inputs[0]}; its last axis must have a fixed length of 2 or more.");
    }

    // text has no slope
    public override Value?[] Differentiate(Node node, IReadOnlyList<Value?> gradients) => [null];

    public override Action Bind(Binding binding)
    {
        var (x, y, count) = (binding.InputStrings(0), binding.OutputStrings(0), binding.InputSizes(0)[^1]);
        return () =>
        {
            for (var (i, to) = (0, 0); i < x.Items.Length; i++)
            {
                if ((i + 1) % count > 0) y.Items[to++] = Words.Pair(x.Items[i], x.Items[i + 1]);
            }
        };
    }

    public override void ToOnnx(OnnxForm form)
    {
        var (steps, count) = (new TextSteps(form), form.Node.Outputs[0].Shape[form.Node.Outputs[0].Rank - 1].Size + 1);
        var (first, second) = (Part(0, count - 1), Part(1, count));
        var isMissing = form.Step("Or", [steps.Matches(first, ""), steps.Matches(second, "")]);
        form.EmitWith("Where", [isMissing, steps.Text(""), steps.Join(steps.Join(first, steps.Text(" ")), second)]);

        string Part(long from, long to) =>
            form.Step("Slice", [form.Input(), form.Integers(from), form.Integers(to), form.Integers(-1)]);
    }
}

public partial class Value
{
    /// <summary>
    /// Each word and the next one along the last axis, with a space between; the empty string where one of the two is empty.
    /// </summary>
    /// <returns>string […, words − 1] for strings […, words].</returns>
    /// <exception cref="ShapeException">The value is no string, or its last axis has no fixed length of 2 or more.</exception>
    public Value WordPairs() => new WordPairsOp().Of(this);
}
