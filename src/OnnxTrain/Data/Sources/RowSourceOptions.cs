using System.Collections.Frozen;

namespace OnnxTrain;

/// <summary>How the columns of files and databases are read. The defaults suit most.</summary>
public sealed record RowSourceOptions
{
    /// <summary>The defaults.</summary>
    internal static RowSourceOptions Default { get; } = new();

    /// <summary>
    /// The kinds of columns, by name, that are not to follow from the types of their values: whole numbers that name categories, or texts
    /// that are numbers. A name that the source lacks is passed over.
    /// </summary>
    public IReadOnlyDictionary<string, ColumnKind> Types { get; init; } = FrozenDictionary<string, ColumnKind>.Empty;

    /// <summary>Columns to leave out, such as those of a type that cannot be read. A name that the source lacks is passed over.</summary>
    public IReadOnlyCollection<string> Ignore { get; init; } = [];

    /// <summary>The options as a text, for fingerprints.</summary>
    internal string Text => string.Join('\n', [
        .. Types.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Invariant($"{pair.Key}: {pair.Value}")),
        .. Ignore.Order(StringComparer.Ordinal).Select(name => $"without {name}"),
    ]);
}
