namespace OnnxTrain;

// What is counted and sorted over all rows, a block at a time where they are not in memory.
public sealed partial class CsvColumn
{
    private int CountMissing()
    {
        var count = 0;
        _codes?.ForEach((_, codes) =>
        {
            count += codes.Count(NoCode);
            return true;
        });
        _numbers?.ForEach((_, numbers) =>
        {
            foreach (var number in numbers) count += double.IsNaN(number) ? 1 : 0;
            return true;
        });
        return count;
    }

    private int CountDistinct(int most)
    {
        var distinct = new HashSet<double>();
        _numbers!.ForEach((_, numbers) =>
        {
            foreach (var number in numbers)
            {
                if (!double.IsNaN(number) && distinct.Add(number) && distinct.Count > most) return false;
            }

            return true;
        });
        return distinct.Count;
    }

    private static bool AreSame<T>(ColumnValues<T> all, Func<T, bool> isMissing)
        where T : unmanaged
    {
        var (areSame, first) = (true, default(T?));
        all.ForEach((_, values) =>
        {
            foreach (var value in values)
            {
                if (isMissing(value)) continue;
                first ??= value;
                areSame &= EqualityComparer<T>.Default.Equals(value, first.Value);
            }

            return areSame;
        });
        return areSame;
    }

    private bool[] UsedCodes()
    {
        var used = new bool[_texts.Length];
        _codes!.ForEach((_, codes) =>
        {
            foreach (var code in codes)
            {
                if (code != NoCode) used[code] = true;
            }

            return true;
        });
        return used;
    }

    /// <summary>Finds the categories, and returns the place of each text among them.</summary>
    private int[] FindTexts()
    {
        var used = UsedCodes();
        int[] order =
            [.. Enumerable.Range(0, _texts.Length).Where(code => used[code]).OrderBy(code => _texts[code], StringComparer.Ordinal)];
        var places = new int[_texts.Length];
        for (var i = 0; i < order.Length; i++) places[order[i]] = i;
        _categories = [.. order.Select(code => _texts[code])];
        return places;
    }

    /// <summary>Finds the categories, and returns the place of each row's number among them.</summary>
    private int[] FindNumbers(ColumnValues<double> all)
    {
        // Numbers that are written in several ways are several categories.
        var found = new Dictionary<(double Number, string? Spelling), int>();
        var codes = new int[all.Count];
        all.ForEach((first, numbers) =>
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                var key = (numbers[i], _spellings?.TextOf(first + i));
                if (double.IsNaN(numbers[i])) codes[first + i] = NoCode;
                else if (found.TryGetValue(key, out var known)) codes[first + i] = known;
                else found[key] = codes[first + i] = found.Count;
            }

            return true;
        });
        var sorted = found.OrderBy(pair => pair.Key.Number).ThenBy(pair => pair.Key.Spelling, StringComparer.Ordinal).ToArray();
        var ranks = new int[sorted.Length];
        for (var i = 0; i < ranks.Length; i++) ranks[sorted[i].Value] = i;
        _categories = [.. sorted.Select(pair => pair.Key.Spelling ?? Format(pair.Key.Number))];
        return Ranked(codes, ranks);
    }

    private static int[] Ranked(int[] codes, int[] ranks)
    {
        foreach (ref var code in codes.AsSpan()) code = code == NoCode ? NoCode : ranks[code];
        return codes;
    }
}
