using OnnxTrain.Onnx;

namespace OnnxTrain;

/// <summary>
/// Adds ONNX nodes that take texts apart and compute with whole numbers; all have the shape of the texts, or are scalars.
/// </summary>
/// <param name="form">Where the nodes go.</param>
internal sealed class TextSteps(OnnxForm form)
{
    private static readonly long Int64 = (long)ElementType.Int64.ToOnnx(), Float64 = (long)ElementType.Float64.ToOnnx();

    /// <summary>The lowest opset with operators on texts.</summary>
    public const int Opset = 20;

    /// <summary>A constant text.</summary>
    public string Text(string text) => form.Constant(TensorData.Of<string>([text], []));

    /// <summary>A constant whole number.</summary>
    public string Number(long number) => form.Constant(TensorData.Of<long>([number], []));

    /// <summary>Whether texts match a regular expression as a whole.</summary>
    public string Matches(string texts, string pattern) =>
        form.Step("RegexFullMatch", [texts], OnnxAttribute.Text("pattern", pattern));

    /// <summary>Texts one behind the other.</summary>
    public string Join(string first, string second) => form.Step("StringConcat", [first, second]);

    /// <summary>The first parts between delimiters; those that a text lacks are empty.</summary>
    public string[] Split(string texts, string delimiter, int parts)
    {
        var padded = Join(texts, Text(string.Concat(Enumerable.Repeat(delimiter, parts - 1))));
        var split = form.Steps("StringSplit", [padded], 2, OnnxAttribute.Text("delimiter", delimiter))[0];
        return [.. Enumerable.Range(0, parts).Select(i => Part(split, i))];
    }

    /// <summary>One of the parts along the last axis.</summary>
    public string Part(string parts, int place) => form.Step("Gather", [parts, Number(place)], OnnxAttribute.Int("axis", -1));

    /// <summary>Empty texts [.., count], for texts [.., 1].</summary>
    public string Empty(string each, int count) =>
        Where(form.Constant(TensorData.Of<bool>([.. Enumerable.Repeat(true, count)], [count])), Text(""), each);

    /// <summary>The whole numbers that digits are; 0 for empty texts.</summary>
    public string Whole(string digits) => form.Step("Cast", [Join(Text("0"), digits)], OnnxAttribute.Int("to", Int64));

    /// <summary>The numbers of float64 that texts are; 0 for empty texts.</summary>
    public string Real(string digits) => form.Step("Cast", [Join(Text("0"), digits)], OnnxAttribute.Int("to", Float64));

    public string ToReal(string whole) => form.Step("Cast", [whole], OnnxAttribute.Int("to", Float64));

    public string ToWhole(string number) => form.Step("Cast", [number], OnnxAttribute.Int("to", Int64));

    public string Where(string condition, string yes, string no) => form.Step("Where", [condition, yes, no]);

    public string Both(string first, string second) => form.Step("And", [first, second]);

    public string Add(string a, string b) => form.Step("Add", [a, b]);

    public string Subtract(string a, string b) => form.Step("Sub", [a, b]);

    public string Multiply(string a, string b) => form.Step("Mul", [a, b]);

    /// <summary>Truncated toward zero.</summary>
    public string Divide(string a, long b) => form.Step("Div", [a, Number(b)]);

    public string Rest(string a, long b) => form.Step("Mod", [a, Number(b)]);

    public string Add(string a, long b) => Add(a, Number(b));

    public string Multiply(string a, long b) => Multiply(a, Number(b));

    public string AtLeast(string a, string b) => form.Step("GreaterOrEqual", [a, b]);

    public string AtLeast(string a, long b) => AtLeast(a, Number(b));

    public string Is(string a, long b) => form.Step("Equal", [a, Number(b)]);
}
