using static OnnxTrain.Tests.Ops.OpInput;

namespace OnnxTrain.Tests.Ops;

/// <summary>Texts in lower case, split into words, and pairs of these; the words are told by their places in a list.</summary>
internal static class TextCases
{
    private static readonly string[] Known = ["", "go", "now", "go now", "Ärger", "well", "...", "...now", ".net", "a\tb", "now ...", "Go"];

    public static IEnumerable<OpCase> All()
    {
        yield return Of(
            typeof(LowerCaseOp), "letters with and without accents", ["GO", "Go Now", "", "ÄRGER", "a\tB", "Well"],
            x => Places(x.LowerCase()), [1, 3, 0, 4, 9, 5], []);
        yield return Of(
            typeof(SplitWordsOp), "of several numbers", ["go now", "", "  go   now  go", "a\tb"],
            x => Places(x.SplitWords(2)), [1, 2, 0, 0, 1, 2, 9, 0], [2]);
        yield return Of(
            typeof(SplitWordsOp), "words cut at dots", ["well... go", ".net go...now"],
            x => Places(x.SplitWords(2, ".,").Words), [5, 1, 8, 1], [2]);
        yield return Of(
            typeof(SplitWordsOp), "what is cut off", ["well... go", ".net go...now"],
            x => Places(x.SplitWords(2, ".,").Tails), [6, 0, 0, 7], [2]);
        yield return Of(
            typeof(WordPairsOp), "some missing", ["go now go", "go", "", "now ... go"],
            x => Places(x.SplitWords(3).WordPairs()), [3, Known.Length, 0, 0, 0, 0, 10, Known.Length], [2]);
    }

    private static OpCase Of(Type op, string note, string[] texts, Func<Value, Value> build, double[] expected, int[] axes) => new(
        op, note, [Words(["batch", texts.Length], texts)], x => build(x[0]),
        x => new(
            [.. x[0].Sizes, .. axes],
            [.. Enumerable.Range(0, x[0].Sizes[0]).SelectMany(_ => expected)]))
    {
        Gradient = GradientCheck.None, Ulps = 0,
    };

    private static Value Places(Value words) => words.LabelEncode(Known);
}
