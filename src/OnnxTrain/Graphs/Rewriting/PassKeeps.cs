namespace OnnxTrain;

/// <summary>What is the same in a graph before and after a <see cref="GraphPass"/>.</summary>
[Flags]
internal enum PassKeeps
{
    /// <summary>How many fetches there are, alone.</summary>
    Nothing = 0,

    /// <summary>The types of its fetches.</summary>
    Types = 1,

    /// <summary>The feeds.</summary>
    Feeds = 2,

    /// <summary>The variables that it reads and changes; it may read fewer.</summary>
    Variables = 4,

    /// <summary>The numbers of its fetches, but for rounding.</summary>
    Numbers = Types | 8,

    /// <summary>The numbers of its fetches to the last bit.</summary>
    Bits = Numbers | 16,
}
