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
        var (several, single) = RowSplit.Parts(Array.ConvertAll(first, own => counts[own] > 1));
        if (several.Length < 2) return null;
        var (learned, held) = RowSplit.Stratified(single.Length == 0 ? first : CsvColumn.Pick(first, several), 1 - part, seed);

        // Where all rows are in the split, their places in it are the rows.
        var (train, validation) = single.Length == 0
            ? (learned, held)
            : ([.. CsvColumn.Pick(several, learned), .. single], CsvColumn.Pick(several, held));
        foreach (var target in classes.Skip(1))
        {
            var known = train.Select(row => target[row]).ToHashSet();
            var unknown = validation.Where(row => !known.Contains(target[row])).ToHashSet();
            (train, validation) = ([.. train, .. unknown], [.. validation.Where(row => !unknown.Contains(row))]);
        }

        Array.Sort(train);
        return validation.Length == 0 ? null : (train, validation);
    }
}
