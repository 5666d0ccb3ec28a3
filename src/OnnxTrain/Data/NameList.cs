namespace OnnxTrain;

/// <summary>Lists the names on offer in a message about one that does not exist.</summary>
internal static class NameList
{
    private const int Shown = 10;

    /// <summary>The names in quotes, those most like the wanted one first; beyond ten, only their number.</summary>
    public static string ClosestFirst(IEnumerable<string> names, string wanted)
    {
        string[] sorted = [.. names.OrderBy(name => Distance(name.ToUpperInvariant(), wanted.ToUpperInvariant()))];
        var list = string.Join(", ", sorted.Take(Shown).Select(name => $"'{name}'"));
        return sorted.Length > Shown ? $"{list} and {sorted.Length - Shown} more" : list;
    }

    /// <summary>Levenshtein's distance: the fewest insertions, deletions and substitutions from one to the other.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
