using System.Buffers;

namespace OnnxTrain;

/// <summary>What each record of a file holds.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Kinds">The kinds that the user named; null for others.</param>
/// <param name="Cells">Tells what a cell is.</param>
/// <param name="Delimiter">The separator of fields.</param>
/// <param name="Ends">The bytes that end a field.</param>
/// <param name="HasHeader">Whether the first record holds the names.</param>
internal sealed record CsvLayout(
    string[] Names, ColumnKind?[] Kinds, CellReader Cells, byte Delimiter, SearchValues<byte> Ends, bool HasHeader)
{
    /// <summary>What is wrong with a record of so many fields.</summary>
    public string WrongLength(int found) =>
        Invariant($"found {found} fields, expected {Names.Length} as in the {(HasHeader ? "header" : "first row")}. The fields are ")
            + $"separated by {(Delimiter == '\t' ? "a tab" : $"'{(char)Delimiter}'")}; a field that contains it is written in quotes. If "
            + "another character separates them, set Delimiter in CsvOptions";
}
