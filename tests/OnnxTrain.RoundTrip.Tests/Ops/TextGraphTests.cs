using System.Text;

namespace OnnxTrain.RoundTrip.Tests.Ops;

/// <summary>ONNX Runtime reads texts as the library does, whatever they hold.</summary>
public class TextGraphTests
{
    private const string Marks = ".,!?;:\"()-/'&";

    private static readonly string[] Alphabet =
    [
        "a", "B", "z", "Z", "0", "9", " ", " ", " ", "  ", "\t", "\n", "\r\n", "\u00A0", "\u2003", "\u3000", "\u200B", ".", ",", "!", "?",
        "...", "(", ")", "-", "'", "\"", "/", "&", "_", "ä", "Ä", "ß", "ẞ", "İ", "ı", "É", "e\u0301", "Ω", "Я", "中", "😀",
        "👩\u200D👩\u200D👧",
        "\uD800", "\uDC00", "\uFFFD", "\uFEFF", "\0", "\u0301",
    ];

    private static readonly string[] Edges =
    [
        "", " ", "     ", "\t", "a", " a ", "a b", "a  b", "a\tb", "A\nB\r\nC", "a\u00A0B", "a\u2003b", "ÄÖÜ äöü", "E\u0301", "😀😀 😀",
        "\uD83D x", "\uDE00", "x\uD83D", "...", ".a.b", "a.b.c,d", "(a) \"b\" 'c'", "it's", "1,000.50", "a-b-c/d", "!!!wow!!!",
        "a\0b", "Ⅷ Ⓐ ﬁ",
    ];

    public static TheoryData<int> Opsets => [20, 21, 22, 23, 24];

    [Theory, MemberData(nameof(Opsets))]
    public void Edge_cases(int opset) => Check(Edges, opset);

    [Fact]
    public void Ten_thousand_random_texts()
    {
        var random = new Random(7);
        var texts = new string[10_000];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
        Check(texts, 20);
    }

    [Fact]
    public void Every_character_of_the_basic_plane()
    {
        string[] texts =
            [.. Enumerable.Range(0, 0x10000).Chunk(64).Select(part => string.Concat(part.Select(c => $"a{(char)c}b ")))];
        Check(texts, 20);
    }

    [Fact]
    public void Long_texts_one_text_only_empty_ones_and_none()
    {
        var random = new Random(3);
        var text = new StringBuilder();
        while (text.Length < 200_000) text.Append(Alphabet[random.Next(Alphabet.Length)]);
        Check([text.ToString(), new string('.', 20_000), new string(' ', 20_000), new string('x', 20_000)], 20);
        foreach (var edge in Edges) Check([edge], 20);
        Check(["", "", ""], 20);
        Check([" ", "", "   "], 20);
        Check([], 20);
    }

    private static void Check(string[] texts, int opset)
    {
        var input = Value.Input("text", ElementType.String, ["batch", 1]);
        var lower = input.LowerCase();
        var (words, tails) = lower.SplitWords(5, Marks);
        Value[] outputs = [lower, input.SplitWords(3), words, tails, words.WordPairs()];
        var data = TensorData.Of<string>(texts, [texts.Length, 1]);
        using var evaluator = new Evaluator([input], outputs);
        using var session = new OnnxSession(OpExport.Write([input], outputs, opset));

        var (expected, found) = (evaluator.Run([data]), session.Run(["text"], [data]));

        for (var i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(expected[i].Type.Shape, found[i].Type.Shape);
            Assert.Equal(expected[i].As<string>().ToArray(), found[i].As<string>().ToArray());
        }
    }
}
