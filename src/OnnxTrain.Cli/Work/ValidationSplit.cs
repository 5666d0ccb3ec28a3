namespace OnnxTrain.Cli;

/// <summary>Holds rows back for validation.</summary>
internal static class ValidationSplit
{
    /// <summary>
    /// Rows to learn from and validation rows, both in their order; null if there are too few rows to hold some back. The classes of the
    /// first target have the same proportions in both. A class is learned from if it has a row at all: a model cannot be judged by a class
    /// that it does not know.
    /// </summary>
    /// <param name="classes">The class of each row, of each target that has classes; one array of zeros where no target has.</param>
    /// <param name="part">The part of the rows to hold back; 0 for none.</param>
    /// <param name="seed">What selects the split.</param>
    public static (int[] Train, int[] Validation)? Of(IReadOnlyList<int[]> classes, double part, ulong seed)
    {
        if (1 - part >= 1) return null; // also where the part is too small to make a difference
        var first = classes[0];
        var counts = first.CountBy(c => c).ToDictionary();
        int[] single = [.. Enumerable.Range(0, first.Length).Where(row => counts[first[row]] == 1)];
        int[] several = [.. Enumerable.Range(0, first.Length).Where(row => counts[first[row]] > 1)];
        if (several.Length < 2) return null;
        var (learned, held) = RowSplit.Stratified(CsvColumn.Pick(first, several), 1 - part, seed);
        int[] train = [.. CsvColumn.Pick(several, learned), .. single];
        int[] validation = CsvColumn.Pick(several, held);
        foreach (var target in classes.Skip(1))
        {
            var known = train.Select(row => target[row]).ToHashSet();
            var unknown = validation.Where(row => !known.Contains(target[row])).ToHashSet();
            (train, validation) = ([.. train, .. unknown], [.. validation.Where(row => !unknown.Contains(row))]);
        }

        return validation.Length == 0 ? null : ([.. train.Order()], validation);
    }
}
