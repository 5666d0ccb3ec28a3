namespace OnnxTrain;

/// <summary>The properties of a graph that a <see cref="GraphPass"/> preserves.</summary>
[Flags]
internal enum PassKeeps
{
    /// <summary>Only the number of fetches.</summary>
    Nothing = 0,

    /// <summary>The types of its fetches.</summary>
    Types = 1,

    /// <summary>The feeds.</summary>
    Feeds = 2,

    /// <summary>The variables that it reads and updates; it may read fewer.</summary>
    Variables = 4,

    /// <summary>The numbers of its fetches, except for rounding.</summary>
    Numbers = Types | 8,

    /// <summary>The numbers of its fetches, bit by bit.</summary>
    Bits = Numbers | 16,
}
