namespace OnnxTrain;

/// <summary>Lists the available names in a message about one that does not exist.</summary>
internal static class NameList
{
    private const int Shown = 10;

    /// <summary>The name most similar to the wanted one, if it may be a typing mistake; otherwise null.</summary>
    public static string? Closest(IEnumerable<string> names, string wanted)
    {
        var closest = names.MinBy(name => Distance(name.ToUpperInvariant(), wanted.ToUpperInvariant()));
        return closest is not null && IsSlip(closest.ToUpperInvariant(), wanted.ToUpperInvariant()) ? closest : null;
    }

    /// <summary>The names in quotes, in their order; beyond ten, only their number.</summary>
    public static string Quoted(IEnumerable<string> names) => Of(names.Select(name => $"'{name}'"));

    /// <summary>The names in their order; beyond ten, only their number.</summary>
    public static string Of(IEnumerable<string> names)
    {
        string[] all = [.. names];
        var list = string.Join(", ", all.Take(Shown));
        return all.Length > Shown ? Invariant($"{list} and {all.Length - Shown} more") : list;
    }

    // Two swapped letters count as two; a third of a long name may differ, half of a short one.
    private static bool IsSlip(string name, string wanted) =>
        Distance(name, wanted) is var distance && (distance <= 2 ? distance * 2 : distance * 3) <= Math.Max(name.Length, wanted.Length);

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
