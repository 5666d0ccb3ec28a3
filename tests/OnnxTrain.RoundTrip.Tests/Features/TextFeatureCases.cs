namespace OnnxTrain.RoundTrip.Tests.Features;

/// <summary>Cases for texts: the places of words in lists that LINQ makes.</summary>
internal static class TextFeatureCases
{
    private static readonly string[] Notes =
        ["Go home NOW...", "go home", "", "Well... go  home now!", "Ärger - now", "(so) what?", " what now! "];

    private const string Marks = ".,!?;:\"()-/'&";

    public static readonly FeatureCase[] Texts =
    [
        new(new TextFeature("note"), _ => Expected(words: 4, pairs: true, cut: true, most: 100)),
        new(new TextFeature("note") { MaxVocabulary = 5 }, _ => Expected(words: 4, pairs: true, cut: true, most: 5)),
        new(
            new TextFeature("note") { NGrams = 1, SplitPunctuation = false, MaxWords = 3 },
            _ => Expected(words: 3, pairs: false, cut: false, most: 100)),
    ];

    public static string Note(int row) => Notes[row % Notes.Length];

    private static double[][] Expected(int words, bool pairs, bool cut, int most)
    {
        // A word, and what follows from the first mark behind its first character on.
        (string Word, string Tail)[][] texts =
        [
            .. Enumerable.Range(0, 12).Select(row => Note(row).ToLowerInvariant().Replace('ä', 'Ä').Split(' ')
                .Where(word => word.Length > 0).Take(words)
                .Select(word => (word[..End(word)], word[End(word)..])).ToArray()),
        ];
        string[][] heads = [.. texts.Select(text => text.Select(word => word.Word).ToArray())];
        string[][] joined = [.. heads.Select(text => text.Zip(text.Skip(1), (a, b) => $"{a} {b}").ToArray())];
        string[][] tails = [.. texts.Select(text => text.Select(word => word.Tail).ToArray())];
        string[][][] parts = [heads, pairs ? joined : [], tails];
        var known = parts
            .SelectMany((part, kind) => part.SelectMany(text => text.Distinct()).Where(name => name.Length > 0).GroupBy(name => name)
                .Where(group => group.Count() >= 2).Select(group => (Kind: kind, Name: group.Key, Count: group.Count())))
            .OrderBy(entry => -entry.Count).ThenBy(entry => entry.Kind).ThenBy(entry => entry.Name, StringComparer.Ordinal).Take(most)
            .OrderBy(entry => entry.Kind).Select(entry => (entry.Kind, entry.Name)).ToList();
        return
        [
            .. Enumerable.Range(0, 12).Select(row => (double[])
            [
                .. Places(heads[row], 0, words), .. pairs ? Places(joined[row], 1, words - 1) : [],
                .. known.Any(entry => entry.Kind == 2) ? Places(tails[row], 2, words) : [],
            ]),
        ];

        IEnumerable<double> Places(string[] names, int kind, int width) => names
            .Select(name => known.IndexOf((kind, name)) is >= 0 and var place ? 2.0 + place : kind == 0 ? 1 : 0)
            .Concat(Enumerable.Repeat(0.0, width - names.Length));

        // A word is not cut at the mark that it begins with.
        int End(string word) => cut && word.Index().FirstOrDefault(c => Marks.Contains(c.Item) && c.Item != word[0]) is { Index: > 0 } mark
            ? mark.Index
            : word.Length;
    }
}
