namespace OnnxTrain;

/// <summary>The English names of months, long and short, in lower, upper and capitalized form.</summary>
internal static class MonthNames
{
    private static readonly string[] Capitalized =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly Dictionary<string, int> Numbers = Capitalized.Index()
        .SelectMany(month => ((string[])[month.Item, month.Item[..3]])
            .SelectMany(name => (string[])[name, name.ToUpperInvariant(), name.ToLowerInvariant()])
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Number: month.Index + 1)))
        .ToDictionary(month => month.Name, month => month.Number, StringComparer.Ordinal);

    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Each name with the number of its month, from 1.</summary>
    public static IReadOnlyDictionary<string, int> All => Numbers;

    /// <summary>The number of a month; 0 if the text is none.</summary>
    public static int Of(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var month) ? month : 0;
}
